import type { KubernetesObject } from '../../model/kubernetes.ts';

/** Most file systems hold no longer names. */
const longestName = 255;

/**
 * Where a manifest stands on a branch: `<baseline>/<namespace or _cluster>/<kind>-<name>.yaml`, kind in lower case. What
 * is not safe in a file name everywhere (the `:` of RBAC names) is percent-encoded; undefined when it becomes too long.
 */
export function manifestPath(baseline: string, object: KubernetesObject): string | undefined {
  const namespace = object.metadata['namespace'];
  const folder = typeof namespace === 'string' ? segment(namespace) : '_cluster';
  const file = `${object.kind.toLowerCase()}-${segment(object.metadata.name)}.yaml`;
  return file.length > longestName ? undefined : `${segment(baseline)}/${folder}/${file}`;
}

/** One part of a path: never empty, `.`, `..` or `.git`, and never with a separator in it. */
function segment(text: string): string {
  const encoded = Array.from(new TextEncoder().encode(text), (byte) => {
    const char = String.fromCharCode(byte);
    return /[A-Za-z0-9._-]/.test(char) ? char : percent(byte);
  }).join('');
  if (encoded === '') return '_';
  return encoded.startsWith('.') ? percent(0x2e) + encoded.slice(1) : encoded;
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
}

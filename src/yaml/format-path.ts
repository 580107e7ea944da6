import type { DocumentPath } from '../model/workspace.ts';

/** A path inside a document as people write it: `spec.taints[0].key`, `metadata.labels['a/b']`. */
export function formatPath(path: DocumentPath): string {
  return path
    .map((segment) => {
      if (/^\d+$/.test(String(segment))) return `[${segment}]`;
      return /^[A-Za-z_]\w*$/.test(String(segment)) ? `.${segment}` : `['${segment}']`;
    })
    .join('')
    .replace(/^\./, '');
}

import { createHash } from 'node:crypto';
import { McpError } from '../../model/error.ts';
import { groupOf } from '../../model/kubernetes.ts';
import type { Manifest, ManifestSet } from '../../model/manifest.ts';
import { formatPosition } from '../../model/position.ts';
import type { Result } from './baseline-renderer.ts';

/** All manifests of a cluster, or why it gets none. */
export type SetResult = { readonly set: ManifestSet } | { readonly failure: McpError };

/** Puts the results of the baselines together, once for each distinct combination; equal sets are one object. */
export class ManifestSets {
  readonly #numbers = new Map<Result, number>();
  readonly #combined = new Map<string, SetResult>();
  readonly #byDigest = new Map<string, ManifestSet>();

  combine(results: readonly Result[]): SetResult {
    const key = results.map((result) => this.#numberOf(result)).join();
    let combined = this.#combined.get(key);
    if (combined === undefined) {
      combined = this.#make(results);
      this.#combined.set(key, combined);
    }
    return combined;
  }

  #numberOf(result: Result): number {
    const number = this.#numbers.get(result) ?? this.#numbers.size;
    this.#numbers.set(result, number);
    return number;
  }

  #make(results: readonly Result[]): SetResult {
    const manifests: Manifest[] = [];
    for (const result of results) {
      if ('failure' in result) return result;
      manifests.push(...result.manifests);
    }
    manifests.sort(byPath);
    const failure = conflict(manifests);
    if (failure !== undefined) return { failure };
    const lines = manifests.map(({ path, id }) => `${path}\0${id}\n`).join('');
    const digest = createHash('sha256').update(lines).digest('hex');
    const set = this.#byDigest.get(digest) ?? { digest, manifests };
    this.#byDigest.set(digest, set);
    return { set };
  }
}

function byPath(left: Manifest, right: Manifest): number {
  if (left.path === right.path) return 0;
  return left.path < right.path ? -1 : 1;
}

/** The same object twice would leave it to chance which one the cluster gets; the same path, which one is written. */
function conflict(manifests: readonly Manifest[]): McpError | undefined {
  const seen = new Map<string, Manifest[]>();
  for (const manifest of manifests) {
    // Equal objects have equal paths but for the baseline's folder: only then is the object looked at.
    const place = manifest.path.slice(manifest.path.indexOf('/') + 1);
    const others = seen.get(place);
    if (others === undefined) seen.set(place, [manifest]);
    else others.push(manifest);
    for (const other of others ?? []) {
      if (identityOf(other) === identityOf(manifest)) return duplicate(identityOf(manifest), other, manifest);
      if (other.path === manifest.path) return duplicate(`the file ${manifest.path}`, other, manifest);
    }
  }
  return undefined;
}

/** `Kind.group namespace/name`: what an API server tells objects apart by. */
function identityOf({ object: { apiVersion, kind, metadata } }: Manifest): string {
  const group = groupOf(apiVersion);
  const namespace = metadata['namespace'];
  return `${kind}${group && `.${group}`} ${typeof namespace === 'string' ? `${namespace}/` : ''}${metadata.name}`;
}

function duplicate(what: string, first: Manifest, second: Manifest): McpError {
  const [a, b] = [first, second].sort((left, right) =>
    formatPosition(left.origin) < formatPosition(right.origin) ? -1 : 1,
  ) as [Manifest, Manifest];
  const places = `${formatPosition(a.origin)} (baseline ${a.baseline}) and ${formatPosition(b.origin)} (baseline ${b.baseline})`;
  return new McpError('TEMPLATE_INVALID', `${what} comes twice: from ${places}`, {
    position: b.origin,
    hint: 'Give one of them another name, or leave it out with mcp.policy/includeWhen.',
  });
}

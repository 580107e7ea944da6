import type { McpError } from '../../model/error.ts';
import type { Manifest, Rendering } from '../../model/manifest.ts';
import { ManifestSets } from './manifest-sets.ts';

/** What a cluster keeps for now instead of new content: manifests by baseline, or why they cannot be read. */
export type KeptBaselines = ReadonlyMap<string, readonly Manifest[]> | { readonly error: McpError };

/** The version of a baseline whose new content a cluster does not get yet. */
const waiting = 'pending';

/**
 * Puts the manifests that clusters keep in the place of the rendered ones. A set that does not hold together (an object that
 * went from one baseline to another comes twice) is the error of its cluster.
 */
export function keepBaselines(
  renderings: readonly Rendering[],
  kept: ReadonlyMap<string, KeptBaselines>,
): readonly Rendering[] {
  const sets = new ManifestSets();
  return renderings.map((rendering) => {
    const keeps = kept.get(rendering.cluster);
    if (keeps === undefined || 'error' in rendering) return rendering;
    const { cluster, baselines } = rendering;
    if ('error' in keeps) return { cluster, baselines, error: keeps.error };
    const rest = rendering.manifests.manifests.filter(({ baseline }) => !keeps.has(baseline));
    const results = [rest, ...keeps.values()].map((manifests) => ({ manifests, version: waiting }));
    const combined = sets.combine(results);
    if ('failure' in combined) return { cluster, baselines, error: combined.failure };
    const versions = baselines.map((name, index) =>
      keeps.has(name) ? waiting : (rendering.versions[index] ?? ''),
    );
    return { cluster, baselines, versions, manifests: combined.set };
  });
}

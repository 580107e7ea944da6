import { clusterBinding } from '../../cel/variables.ts';
import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import type { Rendering } from '../../model/manifest.ts';
import type { RunContext } from '../../model/ports.ts';
import type { Baseline } from '../../model/workspace.ts';
import { BaselineRenderer, type Result } from './baseline-renderer.ts';
import { ManifestSets } from './manifest-sets.ts';

export { keepBaselines } from './keep-baselines.ts';
export type { KeptBaselines } from './keep-baselines.ts';
export { templatePlaces } from './template-places.ts';

export interface RenderInput {
  /** The name of the fleet. */
  readonly fleet: string;
  readonly clusters: readonly Cluster[];
  /** The baselines of each cluster, by cluster name. */
  readonly selections: ReadonlyMap<string, readonly Baseline[]>;
  /** Further baselines whose templates are checked, although no cluster may get them. */
  readonly baselines?: readonly Baseline[];
}

/**
 * Renders the baselines of every selected cluster: one Rendering each, in order of the clusters' names. A template or
 * override condition that is wrong for everybody stops the run (CEL_INVALID, TEMPLATE_INVALID, CONFIG_YAML); one that
 * fails for the values of a cluster (CEL_FAILED, TEMPLATE_INVALID) is the `error` of that cluster alone.
 */
export async function render(input: RenderInput, context: RunContext): Promise<readonly Rendering[]> {
  const baselines = [...(input.baselines ?? []), ...[...input.selections.values()].flat()];
  const renderers = await openRenderers(input.fleet, baselines, context);
  const clusters = new Map(input.clusters.map((cluster) => [cluster.name, cluster]));
  const sets = new ManifestSets();
  const renderings: Rendering[] = [];
  for (const [name, selected] of [...input.selections].sort(byName)) {
    context.signal.throwIfAborted();
    const cluster = clusters.get(name);
    if (cluster === undefined) throw new Error(`cluster ${name} is selected, but not in the inventory`);
    const results = await renderBaselines(selected, cluster, renderers);
    const combined = sets.combine(results);
    const base = { cluster: name, baselines: selected.map((baseline) => baseline.name) };
    renderings.push(
      'set' in combined
        ? { ...base, versions: results.map(versionOf), manifests: combined.set }
        : { ...base, error: ofCluster(name, combined.failure) },
    );
  }
  for (const renderer of renderers.values()) await renderer.store();
  return renderings;
}

/**
 * Checks the templates and override conditions of baselines without any cluster, selected or not. Throws CEL_INVALID,
 * TEMPLATE_INVALID or CONFIG_YAML, with the place.
 */
export async function checkTemplates(
  input: { readonly fleet: string; readonly baselines: readonly Baseline[] },
  context: Pick<RunContext, 'cache'>,
): Promise<void> {
  const renderers = await openRenderers(input.fleet, input.baselines, context);
  for (const renderer of renderers.values()) await renderer.store();
}

type Renderers = ReadonlyMap<Baseline, BaselineRenderer>;

/** One after the other, so that the error that is told does not depend on chance. */
async function openRenderers(
  fleet: string,
  baselines: Iterable<Baseline>,
  { cache }: Pick<RunContext, 'cache'>,
): Promise<Renderers> {
  const renderers = new Map<Baseline, BaselineRenderer>();
  for (const baseline of new Set(baselines)) {
    renderers.set(baseline, await BaselineRenderer.open(fleet, baseline, cache));
  }
  return renderers;
}

async function renderBaselines(
  baselines: readonly Baseline[],
  cluster: Cluster,
  renderers: Renderers,
): Promise<readonly Result[]> {
  const binding = clusterBinding(cluster);
  const results: Result[] = [];
  for (const baseline of baselines) {
    const renderer = renderers.get(baseline);
    if (renderer !== undefined)
      results.push(renderer.render(binding) ?? (await renderer.compileAndRender(binding)));
  }
  return results;
}

function versionOf(result: Result): string {
  return 'version' in result ? result.version : '';
}

function ofCluster(name: string, { code, message, position, hint, cause }: McpError): McpError {
  return new McpError(code, `cluster ${name}: ${message}`, { position, hint, cause });
}

function byName([left]: readonly [string, unknown], [right]: readonly [string, unknown]): number {
  return left < right ? -1 : 1;
}

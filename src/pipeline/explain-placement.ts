import type { Cluster } from '../model/cluster.ts';
import { McpError } from '../model/error.ts';
import type { LabelChange, PlacementExplanation, WhatIf } from '../model/explanation.ts';
import type { Decision } from '../model/placement.ts';
import { placementKey } from '../model/placement.ts';
import type { RunContext } from '../model/ports.ts';
import type { Workspace } from '../model/workspace.ts';
import { didYouMean, nearest } from '../runtime/nearest.ts';
import type { DecidedPlacements } from './decide.ts';
import { changeLabels } from './inventory/index.ts';
import { decide, explain, explainMoves } from './placement/index.ts';
import { selectBaselines } from './select-baselines.ts';

export interface ExplainOptions {
  /** `<name>` or `<namespace>/<name>`; undefined: every placement. */
  readonly placement: string | undefined;
  /** Empty: every cluster, or with `whatIf` those that it moves. */
  readonly clusters: readonly string[];
  /** Labels to imagine; empty: the clusters as they are. */
  readonly whatIf: readonly LabelChange[];
}

export interface Explanation {
  readonly placements: readonly PlacementExplanation[];
  readonly whatIf: WhatIf | null;
}

/**
 * Why each placement selects a cluster or does not; with `whatIf`, as it would be with these labels, and how that
 * differs. Throws USAGE for placements and clusters that do not exist.
 */
export async function explainPlacements(
  fleet: DecidedPlacements,
  options: ExplainOptions,
  context: RunContext,
): Promise<Explanation> {
  const { workspace } = fleet;
  const wanted = placementsNamed(options.placement, workspace);
  if (options.whatIf.length === 0) {
    const asked = clustersNamed(options.clusters, fleet.clusters);
    return { placements: explainAll(workspace, fleet, wanted, asked), whatIf: null };
  }
  warnOfNewClusters(options.whatIf, fleet.clusters, context);
  const clusters = changeLabels(fleet.clusters, options.whatIf);
  const { previous } = fleet;
  const decisions = await decide({ ...workspace, clusters, previous, now: context.clock.now() });
  const imagined = { clusters, decisions };
  const whatIf = compare(fleet, imagined, options.whatIf);
  const moved = whatIf.placements.flatMap(({ gained, lost }) => [...gained, ...lost]);
  const asked =
    options.clusters.length > 0
      ? clustersNamed(options.clusters, clusters)
      : new Set([...options.whatIf, ...moved].map(({ cluster }) => cluster));
  return { placements: explainAll(workspace, imagined, wanted, asked), whatIf };
}

function explainAll(
  workspace: DecidedPlacements['workspace'],
  { clusters, decisions }: Pick<DecidedPlacements, 'clusters' | 'decisions'>,
  wanted: ReadonlySet<string>,
  asked: ReadonlySet<string> | null,
): readonly PlacementExplanation[] {
  const byKey = new Map(workspace.placements.map((placement) => [placementKey(placement), placement]));
  return decisions.flatMap((decision) => {
    const key = placementKey(decision.placement);
    const placement = byKey.get(key);
    if (placement === undefined || !wanted.has(key)) return [];
    const explanation = explain(placement, decision, clusters);
    return {
      ...explanation,
      baselines: baselinesOf(decision.placement, workspace),
      clusters: explanation.clusters.filter(({ cluster }) => asked?.has(cluster) ?? true),
    };
  });
}

function compare(
  before: DecidedPlacements,
  after: Pick<DecidedPlacements, 'clusters' | 'decisions'>,
  changes: readonly LabelChange[],
): WhatIf {
  const known = new Set(before.clusters.map(({ name }) => name));
  const changed = new Set(changes.map(({ cluster }) => cluster));
  const selections = selectBaselines(before.workspace.baselines, after.decisions);
  return {
    changes: changes.map((change) => ({
      ...change,
      isNew: !known.has(change.cluster),
      baselines: {
        before: before.baselines.get(change.cluster) ?? [],
        after: (selections.get(change.cluster) ?? []).map(({ name }) => name),
      },
    })),
    placements: explainMoves(before.decisions, after.decisions, changed).map((moves) => ({
      ...moves,
      baselines: baselinesOf(moves.placement, before.workspace),
    })),
  };
}

function baselinesOf(
  placement: Decision['placement'],
  { baselines }: Pick<Workspace, 'baselines'>,
): readonly string[] {
  const key = placementKey(placement);
  return baselines.filter((baseline) => placementKey(baseline.placement) === key).map(({ name }) => name);
}

function placementsNamed(
  name: string | undefined,
  { placements }: Pick<Workspace, 'placements'>,
): ReadonlySet<string> {
  const named = placements.filter(
    (placement) => name === undefined || name === placement.name || name === placementKey(placement),
  );
  if (named.length > 0 || name === undefined) return new Set(named.map(placementKey));
  const known = placements.flatMap((placement) => [placement.name, placementKey(placement)]);
  throw new McpError('USAGE', `there is no placement ${name}`, {
    hint: didYouMean(name, known, `There are: ${placements.map(placementKey).join(', ') || 'none'}.`),
  });
}

function clustersNamed(names: readonly string[], clusters: readonly Cluster[]): ReadonlySet<string> | null {
  if (names.length === 0) return null;
  const known = new Set(clusters.map((cluster) => cluster.name));
  const unknown = names.find((name) => !known.has(name));
  if (unknown === undefined) return new Set(names);
  throw new McpError('USAGE', `there is no cluster ${unknown} in the inventory`, {
    hint: didYouMean(
      unknown,
      known,
      'mcp cluster list shows them; --what-if explains one that does not exist yet.',
    ),
  });
}

function warnOfNewClusters(
  changes: readonly LabelChange[],
  clusters: readonly Cluster[],
  { logger }: RunContext,
): void {
  const known = new Set(clusters.map(({ name }) => name));
  for (const { cluster } of changes) {
    const like = known.has(cluster) ? undefined : nearest(cluster, known);
    if (like !== undefined)
      logger.warn(`there is no cluster ${cluster}: it is taken for a new one. Did you mean '${like}'?`);
  }
}

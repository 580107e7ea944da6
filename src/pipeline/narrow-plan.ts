import { McpError } from '../model/error.ts';
import { selectorMatches } from '../model/label-selector.ts';
import type { LabelSelector } from '../model/placement.ts';
import { didYouMean } from '../runtime/nearest.ts';
import type { PlannedFleet } from './plan-fleet.ts';

/** Which clusters somebody asks about: those that are named, and have labels as demanded. */
export interface Narrowing {
  /** Empty: all. */
  readonly clusters: readonly string[];
  readonly selector: LabelSelector | null;
}

/**
 * The part of a plan that is about these clusters. What concerns the fleet as a whole stays. Throws USAGE for a name that
 * the plan does not know.
 */
export function narrowPlan(planned: PlannedFleet, { clusters, selector }: Narrowing): PlannedFleet {
  if (clusters.length === 0 && selector === null) return planned;
  const labels = new Map(planned.clusters.map((cluster) => [cluster.name, cluster.labels]));
  const names = new Set([...labels.keys(), ...planned.plan.changes.map(({ cluster }) => cluster)]);
  const unknown = clusters.find((cluster) => !names.has(cluster));
  if (unknown !== undefined) {
    throw new McpError('USAGE', `there is no cluster ${unknown}`, {
      hint: didYouMean(unknown, names, 'mcp cluster list shows all of them.'),
    });
  }
  const asked = new Set(clusters);
  const isMeant = (cluster: string): boolean =>
    (asked.size === 0 || asked.has(cluster)) &&
    (selector === null || selectorMatches(selector, labels.get(cluster) ?? {}));
  return {
    ...planned,
    plan: { ...planned.plan, changes: planned.plan.changes.filter(({ cluster }) => isMeant(cluster)) },
    evaluations: new Map([...planned.evaluations].filter(([cluster]) => isMeant(cluster))),
  };
}

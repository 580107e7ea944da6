import type { Cluster } from '../../model/cluster.ts';
import { approximateNumber, parseQuantity } from '../../model/quantity.ts';
import type { AddOnScores } from './addon-scores.ts';
import type { History } from './history.ts';
import type { Prioritizer } from './prioritizers.ts';

/** What prioritizers look at beside the clusters. */
export interface ScoreContext {
  /** `<namespace>/<name>`. */
  readonly placement: string;
  readonly history: History;
  readonly addOnScores: AddOnScores;
  readonly now: Date;
  readonly warnings: string[];
}

const best = 100;

/** The scores of one prioritizer, in the order of the clusters; source: pkg/placement/plugins of OCM. */
export function score(
  prioritizer: Prioritizer,
  clusters: readonly Cluster[],
  context: ScoreContext,
): { readonly name: string; readonly scores: readonly number[] } {
  if ('addOn' in prioritizer) return addOnScores(prioritizer.addOn, clusters, context);
  const name = prioritizer.builtIn;
  switch (name) {
    case 'Balance':
      return { name, scores: balance(clusters, context) };
    case 'Steady': {
      const before = context.history.of(context.placement);
      return { name, scores: clusters.map((cluster) => (before.has(cluster.name) ? best : 0)) };
    }
    case 'ResourceAllocatableCPU':
      return { name, scores: allocatable('cpu', clusters) };
    case 'ResourceAllocatableMemory':
      return { name, scores: allocatable('memory', clusters) };
  }
}

/** The fewer other placements have decided for a cluster, the better. */
function balance(clusters: readonly Cluster[], { history, placement }: ScoreContext): readonly number[] {
  const { most, count } = history.othersThan(placement);
  return clusters.map(({ name }) => {
    const decided = count(name);
    return decided === 0 ? best : whole(best * (0.5 - decided / most)) * 2;
  });
}

/** The more is allocatable, the better; clusters that do not say what they have get no score, which counts as 0. */
function allocatable(resource: string, clusters: readonly Cluster[]): readonly number[] {
  const amounts = clusters.map((cluster) => amountOf(resource, cluster));
  let [least, most] = [Infinity, -Infinity];
  for (const amount of amounts) {
    if (amount === null) continue;
    least = Math.min(least, amount);
    most = Math.max(most, amount);
  }
  return amounts.map((amount) => {
    if (amount === null) return 0;
    return most === least ? best : whole(((amount - least) / (most - least) - 0.5) * 2 * best);
  });
}

function amountOf(resource: string, { allocatable: free, capacity }: Cluster): number | null {
  if (!Object.hasOwn(capacity, resource)) return null;
  const quantity = Object.hasOwn(free, resource) ? parseQuantity(free[resource] ?? '') : null;
  return quantity === null ? null : approximateNumber(quantity);
}

function addOnScores(
  { resourceName, scoreName }: { readonly resourceName: string; readonly scoreName: string },
  clusters: readonly Cluster[],
  { addOnScores: known, now, warnings }: ScoreContext,
): { readonly name: string; readonly scores: readonly number[] } {
  const expired: string[] = [];
  const scores = clusters.map((cluster) => {
    const said = known.get(cluster.name, resourceName);
    if (said === undefined) return 0;
    if (said.validUntil !== null && now.getTime() > Date.parse(said.validUntil)) {
      expired.push(`${cluster.name}/${resourceName}`);
      return 0;
    }
    return said.scores.findLast(({ name }) => name === scoreName)?.value ?? 0;
  });
  if (expired.length > 0) warnings.push(`AddOnPlacementScores ${expired.join(' ')} expired`);
  return { name: `AddOn/${resourceName}/${scoreName}`, scores };
}

/** Go's conversion to an integer; `+ 0` because JavaScript knows a negative zero. */
function whole(value: number): number {
  return Math.trunc(value) + 0;
}

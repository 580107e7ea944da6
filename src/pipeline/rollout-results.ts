import type { Outcome } from '../model/outcome.ts';
import type { Change } from '../model/plan.ts';
import type { Rollout, RolloutRecord } from '../model/rollout.ts';
import type { BaselineRollout } from './roll-out.ts';
import { nextTurn, rolloutAt } from './rollout/index.ts';

export interface RolloutResults {
  /** Where each rollout stands after the run. */
  readonly rollouts: readonly Rollout[];
  /** For the ledger, by cluster. */
  readonly records: ReadonlyMap<string, readonly RolloutRecord[]>;
  /** Milliseconds since 1970: the first moment at which time changes where a rollout stands; null: never. */
  readonly turn: number | null;
}

/** What a run made of the rollouts: who got new content, who should have and did not. Pure. */
export function rolloutResults(
  planned: readonly BaselineRollout[],
  changes: readonly Change[],
  outcomes: readonly Outcome[],
  now: Date,
): RolloutResults {
  const changeOf = new Map(changes.map((change) => [change.cluster, change]));
  const outcomeOf = new Map(outcomes.map((outcome) => [outcome.cluster, outcome]));
  const records = new Map<string, readonly RolloutRecord[]>();
  const turns: number[] = [];
  const rollouts = planned.map(({ groups, strategy, facts, rollout }) => {
    const { baseline } = rollout;
    const after = new Map(facts);
    for (const { cluster, due } of rollout.clusters) {
      const fact = facts.get(cluster);
      const [change, outcome] = [changeOf.get(cluster), outcomeOf.get(cluster)];
      if (fact === undefined || change === undefined || outcome === undefined) continue;
      const record = { baseline, ...recordAfter({ ...fact, due }, change, outcome, now.toISOString()) };
      after.set(cluster, { ...fact, record });
      records.set(cluster, [...(records.get(cluster) ?? []), record]);
    }
    const turn = nextTurn(after.values(), strategy, now.getTime());
    if (turn !== null) turns.push(turn);
    return rolloutAt({ baseline, strategy, groups, facts: after, now: now.getTime() });
  });
  return { rollouts, records, turn: turns.length === 0 ? null : Math.min(...turns) };
}

type Fact = BaselineRollout['facts'] extends ReadonlyMap<string, infer Each> ? Each : never;

function recordAfter(
  { wanted, record, due }: Fact & { readonly due: boolean },
  change: Change,
  outcome: Outcome,
  now: string,
): Omit<RolloutRecord, 'baseline'> {
  const { content, since, failed } = record;
  const got = ['created', 'updated', 'unchanged'].includes(outcome.kind) && outcome.tree === change.tree;
  if (due && (got || content === wanted)) {
    return { content: wanted, since: content === wanted ? (since ?? now) : now, failed: null };
  }
  // Of a branch that somebody moved meanwhile, the next run looks at the tree.
  const isKnown = got || outcome.tree === change.currentTree;
  const held = isKnown ? { content, since } : { content: null, since: null };
  const hasFailed = due && (outcome.kind === 'blocked' || outcome.kind === 'failed');
  if (!hasFailed) return { ...held, failed: null };
  return { ...held, failed: failed?.content === wanted ? failed : { content: wanted, since: now } };
}

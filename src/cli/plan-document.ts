import type { FleetFinding } from '../model/finding.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { Rollout } from '../model/rollout.ts';
import type { ChangeSet, PlanResult } from '../pipeline/plan.ts';

/** What `mcp policy plan --json` prints; schema: schemas/plan.json. */
export interface PlanDocument extends Omit<Plan, 'trees' | 'blobs'> {
  /** What happens inside the branches, once for all clusters that change alike. */
  readonly changeSets: readonly ChangeSet[];
  /** What is found about all clusters together. */
  readonly fleetFindings: readonly FleetFinding[];
  /** Names of the exceptions in force that except nothing. */
  readonly unusedExceptions: readonly string[];
  /** Where the baselines that go out in waves stand, before the run. */
  readonly rollouts: readonly Rollout[];
  readonly summary: Readonly<Record<Change['action'], number>>;
}

export function planDocument({ planned, changeSets }: PlanResult): PlanDocument {
  const { trees, blobs, ...rest } = planned.plan;
  const summary = { create: 0, update: 0, unchanged: 0, remove: 0, keep: 0, pending: 0, blocked: 0 };
  for (const change of rest.changes) summary[change.action] += 1;
  const { fleet, unusedExceptions } = planned;
  const rollouts = planned.rollouts.map(({ rollout }) => rollout);
  return { ...rest, changeSets, fleetFindings: fleet?.findings ?? [], unusedExceptions, rollouts, summary };
}

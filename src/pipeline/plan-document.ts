import type { FleetFinding } from '../model/finding.ts';
import type { Change, Plan } from '../model/plan.ts';
import type { Rollout } from '../model/rollout.ts';
import { digestOf } from '../runtime/canonical-json.ts';
import type { PlannedFleet } from './plan-fleet.ts';
import { newFindings } from './plan/index.ts';
import type { ChangeSet, NewFinding } from './plan/index.ts';

/** A plan as it is printed, stored and compared: ids of contents, never contents. Schema: cli/schemas/plan.json. */
export interface PlanDocument extends Omit<Plan, 'trees' | 'blobs'> {
  /** What happens inside the branches, once for all clusters that change alike. */
  readonly changeSets: readonly ChangeSet[];
  /** What fails now and did not in the last recorded run. */
  readonly newFindings: readonly NewFinding[];
  /** What is found about all clusters together. */
  readonly fleetFindings: readonly FleetFinding[];
  /** Names of the exceptions in force that except nothing. */
  readonly unusedExceptions: readonly string[];
  /** Where the baselines that go out in waves stand, before the run. */
  readonly rollouts: readonly Rollout[];
  readonly summary: Readonly<Record<Change['action'], number>>;
  /** SHA-256 of the canonical JSON of all other fields: shows damage, not who made it. */
  readonly digest: string;
}

/** The plan with what it changes inside the branches, as data. Pure. */
export function planDocument(planned: PlannedFleet, changeSets: readonly ChangeSet[]): PlanDocument {
  const { trees, blobs, ...rest } = planned.plan;
  const summary = { create: 0, update: 0, unchanged: 0, remove: 0, keep: 0, pending: 0, blocked: 0 };
  for (const change of rest.changes) summary[change.action] += 1;
  const { fleet, unusedExceptions, evaluations, recorded } = planned;
  const rollouts = planned.rollouts.map(({ rollout }) => rollout);
  const document = {
    ...{ ...rest, changeSets, fleetFindings: fleet?.findings ?? [], unusedExceptions },
    ...{ rollouts, summary, newFindings: newFindings(evaluations, recorded) },
  };
  return { ...document, digest: planDigest(document) };
}

/** The digest that a plan with these fields has. */
export function planDigest(document: Omit<PlanDocument, 'digest'>): string {
  return digestOf(document);
}

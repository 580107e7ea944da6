import type { RunContext } from '../model/ports.ts';
import { hubReader } from './ask-hubs.ts';
import { narrowPlan } from './narrow-plan.ts';
import type { Narrowing } from './narrow-plan.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { planDocument } from './plan-document.ts';
import type { PlanDocument } from './plan-document.ts';
import { planFleet } from './plan-fleet.ts';
import type { PlannedFleet } from './plan-fleet.ts';
import { groupChanges, readChangeSets, readDiffs } from './plan/index.ts';
import type { ChangeGroup } from './plan/index.ts';

export type { ChangeGroup, FileDiff, NewFinding } from './plan/index.ts';

export interface PlanOptions extends FleetOptions {
  readonly allowRemovals: boolean;
  readonly narrowing: Narrowing;
  /** Compare the files that change: `lines` all but those of branches that come or go whole. */
  readonly diffs: 'none' | 'lines' | 'whole';
}

export interface PlanResult {
  readonly document: PlanDocument;
  /** What is found about all clusters together; null without policies of the scope `fleet`. */
  readonly fleet: PlannedFleet['fleet'];
  /** The changes of the files, once for all clusters that take them; empty without `diffs`. */
  readonly groups: readonly ChangeGroup[];
}

/** What a sync would do now, down to the lines of each branch. Writes nothing. */
export async function planOnly(options: PlanOptions, context: RunContext): Promise<PlanResult> {
  const opened = await openFleet(options, context, hubReader(options, context));
  const { remote } = opened;
  try {
    const planned = narrowPlan(await planFleet(opened, options, context), options.narrowing);
    const changeSets = await readChangeSets(planned.plan, remote, context.signal);
    const { fleet, plan } = planned;
    const document = planDocument(planned, changeSets);
    if (options.diffs === 'none') return { document, fleet, groups: [] };
    const actions = new Map(plan.changes.map(({ cluster, action }) => [cluster, action]));
    const diffOf = await readDiffs(changeSets, plan, remote, options.diffs === 'whole');
    const groups = groupChanges(changeSets, (cluster) => actions.get(cluster) ?? 'update', diffOf);
    return { document, fleet, groups };
  } finally {
    await remote.close();
  }
}

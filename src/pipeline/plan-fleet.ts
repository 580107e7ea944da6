import type { Cluster } from '../model/cluster.ts';
import type { Evaluation, FleetEvaluation } from '../model/finding.ts';
import type { RecordedRun } from '../model/ledger.ts';
import type { Rendering } from '../model/manifest.ts';
import { placementKey } from '../model/placement.ts';
import type { Decision } from '../model/placement.ts';
import type { Plan } from '../model/plan.ts';
import type { PolicyMetadata } from '../model/policy.ts';
import type { RunContext } from '../model/ports.ts';
import type { Workspace } from '../model/workspace.ts';
import { evaluate } from './evaluate/index.ts';
import { heldBaselines } from './held-baselines.ts';
import { rollOut } from './roll-out.ts';
import type { BaselineRollout } from './roll-out.ts';
import { branchOwners, warnOfRenamedBranches } from './branch-owners.ts';
import type { Fleet } from './open-fleet.ts';
import { decide } from './placement/index.ts';
import { makePlan, nameBranches, readBranchStates } from './plan/index.ts';
import { render, templatePlaces } from './render/index.ts';
import { lastRecordedRun, ledgerTip } from './recorded-run.ts';
import { readClusters } from './read-clusters.ts';
import { requireConfigured } from './require-configured.ts';
import { requireOwnLedger } from './require-own-ledger.ts';
import { selectBaselines } from './select-baselines.ts';
import { count, stageTimer } from './stage-timer.ts';

/** A plan with all that it was made from. */
export interface PlannedFleet {
  readonly plan: Plan;
  readonly clusters: readonly Cluster[];
  readonly decisions: readonly Decision[];
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  /** What is found about all clusters together; null without policies of the scope `fleet`. */
  readonly fleet: FleetEvaluation | null;
  /** Names of the exceptions in force that except nothing. */
  readonly unusedExceptions: readonly string[];
  readonly policies: readonly PolicyMetadata[];
  /** Some policy asks for the time. */
  readonly asksTheTime: boolean;
  /** The branch of every cluster of the inventory. */
  readonly branches: ReadonlyMap<string, string>;
  readonly recorded: RecordedRun | null;
  /** Of the baselines that go out in waves. */
  readonly rollouts: readonly BaselineRollout[];
}

/**
 * From the policy repository to the plan. The branch tips are listed before anything is rendered, so that the
 * compare-and-swap of the delivery covers all that happens in between. Writes nothing.
 */
export async function planFleet(
  fleet: Fleet,
  options: { readonly allowRemovals: boolean },
  context: RunContext,
): Promise<PlannedFleet> {
  const { remote, refs } = fleet;
  const workspace = await fleet.workspace();
  const recorded = await lastRecordedRun(fleet);
  requireOwnLedger(fleet, workspace, recorded);
  const timerOfClusters = stageTimer(context, 'inventory');
  const clusters = await readClusters(fleet, context);
  timerOfClusters.done(count(clusters.length, 'cluster'));
  const branches = await nameBranches(clusters, workspace.fleet.delivery);
  const decisions = await decidePlacements(workspace, clusters, recorded, context);
  const now = context.clock.now();
  const held = heldBaselines(workspace, decisions, clusters, recorded?.record ?? null, now);
  warnOfHeld(held, context);
  const renderings = await renderManifests(workspace, clusters, decisions, held, context);

  warnOfRenamedBranches(branches, recorded, context);
  const states = await readBranchStates(
    {
      remote,
      fleet: workspace.fleet.name,
      refs,
      owners: branchOwners(branches, recorded),
      recorded: recorded?.record ?? null,
    },
    context.signal,
  );
  const rolledOut = await rollOut(
    {
      baselines: workspace.baselines,
      clusters,
      decisions,
      held,
      renderings,
      states,
      branches,
      recorded: recorded?.record ?? null,
      remote,
      now,
    },
    context.signal,
  );
  const judged = await evaluateManifests(workspace, clusters, rolledOut.renderings, context);

  const timer = stageTimer(context, 'plan');
  const plan = makePlan({
    workspace,
    repository: remote.url,
    renderings: rolledOut.renderings,
    pending: rolledOut.pending,
    evaluations: judged.evaluations,
    branches,
    states,
    recorded: recorded?.record ?? null,
    ledgerTip: ledgerTip(fleet)?.id ?? null,
    allowRemovals: options.allowRemovals,
    now,
  });
  timer.done(planSummary(plan));
  return {
    plan,
    clusters,
    decisions,
    evaluations: judged.evaluations,
    fleet: judged.fleet,
    unusedExceptions: judged.unusedExceptions,
    policies: judged.policies,
    asksTheTime: judged.asksTheTime,
    branches,
    recorded,
    rollouts: rolledOut.rollouts,
  };
}

function warnOfHeld(held: ReadonlyMap<string, readonly string[]>, { logger }: RunContext): void {
  const names = [...new Set([...held.values()].flat())].sort();
  if (names.length === 0) return;
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
  logger.warn(
    `${count(names.length, 'cluster')} cannot be reached and no placement selects them for that: their branches keep their baselines (${shown})`,
  );
}

async function decidePlacements(
  workspace: Workspace,
  clusters: readonly Cluster[],
  recorded: RecordedRun | null,
  context: RunContext,
): Promise<readonly Decision[]> {
  const timer = stageTimer(context, 'placement');
  const previous = recorded?.record.decisions ?? [];
  const decisions = await decide({ ...workspace, clusters, previous, now: context.clock.now() });
  requireConfigured(decisions);
  for (const { placement, warnings } of decisions) {
    for (const warning of warnings) context.logger.warn(warning, { placement: placementKey(placement) });
  }
  const selected = new Set(decisions.flatMap((decision) => decision.clusters));
  timer.done(`${count(selected.size, 'cluster')} selected by ${count(decisions.length, 'placement')}`);
  return decisions;
}

async function renderManifests(
  workspace: Workspace,
  clusters: readonly Cluster[],
  decisions: readonly Decision[],
  held: ReadonlyMap<string, readonly string[]>,
  context: RunContext,
): Promise<readonly Rendering[]> {
  const rendering = stageTimer(context, 'render');
  const renderings = await render(
    {
      fleet: workspace.fleet.name,
      clusters,
      baselines: workspace.baselines,
      selections: selectBaselines(workspace.baselines, decisions, held),
    },
    context,
  );
  const sets = new Set(renderings.flatMap((each) => ('manifests' in each ? [each.manifests.digest] : [])));
  rendering.done(`${count(renderings.length, 'cluster')}, ${count(sets.size, 'distinct set')} of manifests`);
  return renderings;
}

async function evaluateManifests(
  workspace: Workspace,
  clusters: readonly Cluster[],
  renderings: readonly Rendering[],
  context: RunContext,
): ReturnType<typeof evaluate> {
  const evaluating = stageTimer(context, 'evaluate');
  const judged = await evaluate(
    {
      fleet: workspace.fleet.name,
      renderings,
      clusters: new Map(clusters.map((cluster) => [cluster.name, cluster])),
      policies: workspace.policies,
      exceptions: workspace.exceptions,
      placeOf: templatePlaces(workspace.baselines),
    },
    context,
  );
  const blocked = [...judged.evaluations.values()].filter(({ denials }) => denials.length > 0).length;
  evaluating.done(
    `${count(judged.policies.length, 'policy', 'policies')}, ${count(blocked, 'cluster')} denied`,
  );
  return judged;
}

function planSummary(plan: Plan): string {
  const counts = new Map<string, number>();
  for (const { action } of plan.changes) counts.set(action, (counts.get(action) ?? 0) + 1);
  return [...counts].map(([action, number]) => `${number} ${action}`).join(', ') || 'nothing selected';
}

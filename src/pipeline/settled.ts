import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expiryOf, nextDayLeft } from '../model/exception.ts';
import type { FleetEvaluation } from '../model/finding.ts';
import type { ObjectId } from '../model/git.ts';
import type { DeadLetter, RecordedRun } from '../model/ledger.ts';
import type { Outcome, OutcomeKind } from '../model/outcome.ts';
import { placementKey } from '../model/placement.ts';
import type { Decision, Placement } from '../model/placement.ts';
import { goesOn } from '../model/rollout.ts';
import type { Rollout } from '../model/rollout.ts';
import type { RunContext } from '../model/ports.ts';
import { digestOf } from '../runtime/canonical-json.ts';
import type { CarriedOut } from './carry-out.ts';
import type { Fleet, FleetOptions } from './open-fleet.ts';
import type { PlannedFleet } from './plan-fleet.ts';
import type { RolloutResults } from './rollout-results.ts';
import { count, stageTimer } from './stage-timer.ts';

/** The result of a run that has nothing to deliver and nothing to record. */
export interface Settled {
  readonly found: {
    readonly fleet: string;
    readonly outcomes: readonly Outcome[];
    readonly fleetEvaluation: FleetEvaluation | null;
    readonly unusedExceptions: readonly string[];
    readonly rollouts: readonly Rollout[];
    readonly deadLetters: readonly DeadLetter[];
  };
  /** Milliseconds since 1970: the first moment at which the same inputs may give something else. */
  readonly until: number;
  /** The time of the run: of the time before it nothing is known. */
  readonly from: number;
}

/**
 * A run is a function of the policy repository, the hubs, the branches, mcp itself and the time: when all are what they were after
 * a run that left nothing to do, there is nothing to do. Null when that cannot be said.
 */
export async function recallSettled(
  fleet: Fleet,
  options: FleetOptions,
  context: RunContext,
): Promise<Settled | null> {
  const timer = stageTimer(context, 'settled');
  const stored = await context.cache.get('settled', await settledKey(fleet, options));
  if (stored === undefined) return null;
  const settled = JSON.parse(Buffer.from(stored).toString()) as Settled;
  const now = context.clock.now().getTime();
  if (now < settled.from || now >= settled.until) return null;
  timer.done(`nothing has changed since the last sync of ${count(settled.found.outcomes.length, 'cluster')}`);
  return settled;
}

/** Keeps what the next run would find: all that this one delivered is in place, and there is nothing left to do. */
export async function rememberSettled(
  fleet: Fleet,
  { planned, outcomes, waves, deadLetters, ledger }: CarriedOut & { readonly planned: PlannedFleet },
  options: FleetOptions,
  context: RunContext,
): Promise<void> {
  const now = context.clock.now();
  const recordedAt = ledger === null ? planned.recorded?.record.finishedAt : now.toISOString();
  const until = await settledUntil(fleet, planned, waves, now, recordedAt);
  if (until === null || !outcomes.every(({ kind }) => lastingKinds.has(kind))) return;
  const from = now.getTime();
  const { plan, fleet: fleetEvaluation, unusedExceptions } = planned;
  const { rollouts } = waves;
  const found = {
    fleet: plan.fleet,
    fleetEvaluation,
    unusedExceptions,
    rollouts,
    deadLetters,
    outcomes: outcomes.map(asFoundNext),
  };
  const settled: Settled = { found, until, from };
  const key = await settledKey({ ...fleet, refs: refsAfter(fleet, outcomes, ledger) }, options);
  await context.cache.set('settled', key, Buffer.from(JSON.stringify(settled)));
}

/** What is not among them is looked at again: a failure, a lost race, a branch that was just emptied. */
const lastingKinds: ReadonlySet<OutcomeKind> = new Set([
  'created',
  'updated',
  'unchanged',
  'kept',
  'pending',
  'blocked',
]);

function asFoundNext(outcome: Outcome): Outcome {
  const isDelivered = outcome.kind === 'created' || outcome.kind === 'updated';
  const found = outcome.message === '' ? 'unchanged' : 'pending';
  return { ...outcome, kind: isDelivered ? found : outcome.kind, attempts: 0 };
}

/** The listing as it is after this run, if nobody else writes. */
function refsAfter(
  { refs, ledgerBranch }: Fleet,
  outcomes: readonly Outcome[],
  ledger: ObjectId | null,
): ReadonlyMap<string, ObjectId> {
  const after = new Map(refs);
  for (const { branch, tip } of outcomes) if (tip !== null) after.set(`refs/heads/${branch}`, tip);
  if (ledger !== null) after.set(`refs/heads/${ledgerBranch}`, ledger);
  return after;
}

/** Raised when the form of a stored entry changes. */
const format = 3;

async function settledKey({ source, remote, refs, hubState }: Fleet, options: FleetOptions): Promise<string> {
  return digestOf([
    format,
    options.version,
    shippedState(options.shippedRoot),
    [source.id, source.revision.repository, source.revision.commit, source.revision.ref],
    await hubState(),
    remote.url,
    [...refs].sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

/** When time alone could change the result; null: at any moment. */
async function settledUntil(
  fleet: Fleet,
  { asksTheTime, clusters, evaluations, fleet: ofFleet, decisions, recorded }: PlannedFleet,
  { rollouts, turn }: RolloutResults,
  now: Date,
  recordedAt: string | undefined,
): Promise<number | null> {
  const { heartbeat } = await import('./ledger/index.ts');
  const { placements, exceptions, addOnScores } = await fleet.workspace();
  const waits = placements.some(({ tolerations }) =>
    tolerations.some((each) => each.tolerationSeconds !== null),
  );
  // What a policy could not say once, it may say at the next try.
  const open = [...evaluations.values(), ...(ofFleet === null ? [] : [ofFleet])].some(({ denials }) =>
    denials.some(({ state }) => state === 'notEvaluated'),
  );
  // The next sync takes the next wave.
  if (rollouts.some(goesOn) || waits || asksTheTime || open || recordedAt === undefined) return null;
  if (!isSteady(placements, decisions, recorded)) return null;
  const turns = [
    ...exceptions.flatMap(({ created, expires }) => [Date.parse(created), expiryOf(expires)]),
    ...clusters.flatMap(({ lease }) => (lease === undefined ? [] : Date.parse(lease.until))),
    ...addOnScores.map(({ validUntil }) => (validUntil === null ? 0 : Date.parse(validUntil) + 1)),
  ].filter((turn) => turn > now.getTime());
  // Policies of the scope fleet see how many days each exception has left.
  const countdowns = ofFleet === null ? [] : exceptions.map(({ expires }) => nextDayLeft(expires, now));
  return Math.min(
    Date.parse(recordedAt) + heartbeat,
    ...turns,
    ...countdowns,
    ...(turn === null ? [] : [turn]),
  );
}

/**
 * Placements that take a number of clusters look at what was decided last: only what is decided as before will be decided
 * so again.
 */
function isSteady(
  placements: readonly Placement[],
  decisions: readonly Decision[],
  recorded: RecordedRun | null,
): boolean {
  const before = new Map(recorded?.record.decisions.map((each) => [each.placement, each.clusters.join(' ')]));
  const now = new Map(decisions.map((each) => [placementKey(each.placement), each.clusters.join(' ')]));
  return placements
    .filter(({ numberOfClusters }) => numberOfClusters !== null)
    .every((placement) => before.get(placementKey(placement)) === now.get(placementKey(placement)));
}

/** Changes when a shipped policy or template does: in a checkout they may, while the version stays. */
function shippedState(root: string): readonly (readonly [string, number, number])[] {
  return ['policies', 'templates'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .sort()
      .map((name) => {
        const { size, mtimeMs } = statSync(join(root, folder, name));
        return [`${folder}/${name}`, size, mtimeMs] as const;
      }),
  );
}

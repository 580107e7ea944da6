import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expiryOf } from '../model/exception.ts';
import type { Outcome } from '../model/outcome.ts';
import type { RunContext } from '../model/ports.ts';
import { digestOf } from '../runtime/canonical-json.ts';
import { heartbeat } from './ledger/index.ts';
import type { Fleet, FleetOptions } from './open-fleet.ts';
import type { PlannedFleet } from './plan-fleet.ts';
import { count, stageTimer } from './stage-timer.ts';

/** The result of a run that had nothing to deliver and nothing to record. */
export interface Settled {
  readonly fleet: string;
  readonly outcomes: readonly Outcome[];
  /** Milliseconds since 1970: the first moment at which the same inputs may give something else. */
  readonly until: number;
}

/**
 * A run is a function of the policy repository, the branches, mcp itself and the time: when all are what they were for
 * a run that had nothing to do, there is nothing to do again. Null when that cannot be said.
 */
export async function recallSettled(
  fleet: Fleet,
  options: FleetOptions,
  context: RunContext,
): Promise<Settled | null> {
  const timer = stageTimer(context, 'settled');
  const stored = await context.cache.get('settled', settledKey(fleet, options));
  if (stored === undefined) return null;
  const settled = JSON.parse(Buffer.from(stored).toString()) as Settled;
  if (context.clock.now().getTime() >= settled.until) return null;
  timer.done(`nothing has changed since the last sync of ${count(settled.outcomes.length, 'cluster')}`);
  return settled;
}

/** Keeps the result of a run that had nothing to do. */
export async function rememberSettled(
  fleet: Fleet,
  planned: PlannedFleet,
  outcomes: readonly Outcome[],
  options: FleetOptions,
  context: RunContext,
): Promise<void> {
  const until = await settledUntil(fleet, planned, context.clock.now());
  const isSettled = outcomes.every(
    ({ kind }) => kind === 'unchanged' || kind === 'kept' || kind === 'blocked',
  );
  if (until === null || !isSettled) return;
  const settled: Settled = { fleet: planned.plan.fleet, outcomes, until };
  await context.cache.set('settled', settledKey(fleet, options), Buffer.from(JSON.stringify(settled)));
}

function settledKey({ source, remote, refs }: Fleet, options: FleetOptions): string {
  return digestOf([
    options.version,
    shippedState(options.shippedRoot),
    [source.id, source.revision.repository, source.revision.commit, source.revision.ref],
    remote.url,
    [...refs].sort(([a], [b]) => (a < b ? -1 : 1)),
  ]);
}

/** When time alone could change the result; null: at any moment. */
async function settledUntil(fleet: Fleet, planned: PlannedFleet, now: Date): Promise<number | null> {
  const { placements, exceptions } = await fleet.workspace();
  const waits = placements.some(({ tolerations }) =>
    tolerations.some((each) => each.tolerationSeconds !== null),
  );
  if (waits || planned.asksTheTime || planned.recorded === null) return null;
  const expiries = exceptions
    .map(({ expires }) => expiryOf(expires))
    .filter((expiry) => expiry > now.getTime());
  return Math.min(Date.parse(planned.recorded.record.finishedAt) + heartbeat, ...expiries);
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

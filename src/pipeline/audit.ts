import { openRemote } from '../git/open-remote.ts';
import type { GitRemote, ObjectId } from '../model/git.ts';
import type { RecordedRun } from '../model/ledger.ts';
import type { Report } from '../model/report.ts';
import type { RunContext } from '../model/ports.ts';
import { readLedger } from './ledger/index.ts';
import type { Ledger } from './ledger/index.ts';
import { branchTip } from './branch-tip.ts';
import { nothingRecorded } from './nothing-recorded.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { buildReport } from './report/index.ts';
import { stageTimer } from './stage-timer.ts';

export interface AuditOptions extends FleetOptions {
  /** Instead of `spec.delivery.ledgerBranch`. */
  readonly ledgerBranch: string | undefined;
  /** Names of control catalogues; empty: those that the fleet reports on. */
  readonly frameworks: readonly string[];
}

/**
 * The report on the latest recorded run. The fleet repository is enough: with `repository` given no policy repository is
 * read. Throws LEDGER_INVALID when nothing has been recorded yet.
 */
export async function auditFleet(options: AuditOptions, context: RunContext): Promise<Report> {
  const { remote, ledger, branch } = await openLedger(options, context);
  try {
    const timer = stageTimer(context, 'report');
    const run = await latestRun(ledger, remote, branch);
    const previous = await ledger.previous();
    const report = buildReport({
      run,
      previous: previous ?? undefined,
      now: context.clock.now(),
      frameworks: options.frameworks.length === 0 ? undefined : options.frameworks,
    });
    timer.done(
      `run ${run.record.id}, ${report.population.inScope} clusters, ${report.frameworks.length} frameworks`,
    );
    return report;
  } finally {
    await remote.close();
  }
}

/** With `repository` the ledger is found without a policy repository. */
async function openLedger(
  options: AuditOptions,
  context: RunContext,
): Promise<{ readonly remote: GitRemote; readonly ledger: Ledger; readonly branch: string }> {
  const { repository, cacheDirectory, version: toolVersion } = options;
  if (repository === undefined) {
    const { remote, ledgerBranch, refs } = await openFleet(options, context, null);
    const branch = options.ledgerBranch ?? ledgerBranch;
    // The listing of the fleet holds its own ledger, and no other branch for certain.
    const listed = branch === ledgerBranch ? refs : null;
    return { remote, ...(await readLedgerBranch(remote, branch, listed, context)) };
  }
  const remote = await openRemote(repository, { cacheDirectory, toolVersion });
  return { remote, ...(await readLedgerBranch(remote, options.ledgerBranch ?? 'mcp/ledger', null, context)) };
}

async function readLedgerBranch(
  remote: GitRemote,
  branch: string,
  listed: ReadonlyMap<string, ObjectId> | null,
  context: RunContext,
): Promise<{ readonly ledger: Ledger; readonly branch: string }> {
  const timer = stageTimer(context, 'ledger');
  const refs = listed ?? (await remote.listRefs([`refs/heads/${branch}`], context.signal));
  const tip = branchTip(refs, branch);
  timer.done(`${remote.url}, ${branch}${tip === null ? '' : ` at ${tip.id.slice(0, 12)}`}`);
  return { ledger: await readLedger(remote, tip), branch };
}

async function latestRun(ledger: Ledger, remote: GitRemote, branch: string): Promise<RecordedRun> {
  const run = await ledger.latest();
  if (run !== null) return run;
  throw nothingRecorded(remote, branch);
}

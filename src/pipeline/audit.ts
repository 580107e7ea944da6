import { openRemote } from '../git/open-remote.ts';
import { McpError } from '../model/error.ts';
import type { GitRemote } from '../model/git.ts';
import type { Report } from '../model/report.ts';
import type { RunContext } from '../model/ports.ts';
import { readLedger } from './ledger/index.ts';
import type { Ledger } from './ledger/index.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { buildReport } from './report/index.ts';
import { stageTimer } from './stage-timer.ts';

export interface AuditOptions extends FleetOptions {
  /** Instead of `spec.delivery.ledgerBranch`. */
  readonly ledgerBranch: string | undefined;
  /** Names of control catalogues; empty: all. */
  readonly frameworks: readonly string[];
}

/**
 * The report on the latest recorded run. The fleet repository is enough: with `repository` given no policy repository is
 * read. Throws LEDGER_INVALID when nothing has been recorded yet.
 */
export async function auditFleet(options: AuditOptions, context: RunContext): Promise<Report> {
  const { remote, ledgerBranch } = await openLedgerRemote(options, context);
  try {
    const ledger = await openLedger(remote, ledgerBranch, context);
    const timer = stageTimer(context, 'report');
    const run = await latestRun(ledger, remote, ledgerBranch);
    const [, before] = await ledger.runs();
    const previous = before === undefined ? null : await ledger.run(before.id);
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

async function openLedgerRemote(
  options: AuditOptions,
  context: RunContext,
): Promise<{ readonly remote: GitRemote; readonly ledgerBranch: string }> {
  const { repository, cacheDirectory, version } = options;
  if (repository !== undefined) {
    const remote = await openRemote(repository, { cacheDirectory, toolVersion: version });
    return { remote, ledgerBranch: options.ledgerBranch ?? 'mcp/ledger' };
  }
  const { remote, workspace } = await openFleet(options, context);
  return { remote, ledgerBranch: options.ledgerBranch ?? workspace.fleet.delivery.ledgerBranch };
}

async function openLedger(remote: GitRemote, ledgerBranch: string, context: RunContext): Promise<Ledger> {
  const timer = stageTimer(context, 'ledger');
  const ref = `refs/heads/${ledgerBranch}`;
  const id = (await remote.listRefs([ref], context.signal)).get(ref);
  timer.done(`${remote.url}, ${ledgerBranch}${id === undefined ? '' : ` at ${id.slice(0, 12)}`}`);
  return readLedger(remote, id === undefined ? null : { ref, id });
}

async function latestRun(ledger: Ledger, remote: GitRemote, ledgerBranch: string) {
  const run = await ledger.latest();
  if (run !== null) return run;
  throw new McpError('LEDGER_INVALID', `${remote.url} has no run recorded on the branch ${ledgerBranch}`, {
    hint: 'Run mcp policy sync first, or name the branch with --ledger-branch.',
  });
}

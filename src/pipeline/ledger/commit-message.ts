import { messageWithTrailers, parseTrailers } from '../../git/trailers.ts';
import type { CommitInfo } from '../../model/git.ts';
import type { RunRecord } from '../../model/ledger.ts';
import { invalidLedger } from './invalid-ledger.ts';

/** A run as its commit message tells of it, without reading any file. */
export interface RunSummary {
  readonly id: string;
  readonly commit: string;
  /** When the run finished, to the second. */
  readonly finishedAt: Date;
}

const runId = /^\d{8}T\d{6}Z-[0-9a-f]+$/;

export function commitMessage(record: RunRecord): string {
  const { id, fleet, source, ruleBook, clusters } = record;
  const byOutcome = Map.groupBy(clusters, (cluster) => cluster.outcome);
  const outcomes = [...byOutcome].sort(([a], [b]) => (a < b ? -1 : 1));
  return messageWithTrailers(`Record run ${id}`, [
    ['Mcp-Run', id],
    ['Mcp-Fleet', fleet],
    ['Mcp-Source', `${source.repository}@${source.commit ?? 'worktree'}`],
    ['Mcp-Rule-Book', ruleBook],
    ['Mcp-Outcomes', outcomes.map(([outcome, { length }]) => `${outcome}=${length}`).join(' ')],
  ]);
}

/** @throws McpError LEDGER_INVALID for a commit that records no run */
export function runSummary({ id: commit, message, author }: CommitInfo): RunSummary {
  const id = parseTrailers(message).get('Mcp-Run') ?? '';
  if (!runId.test(id)) throw invalidLedger(commit, null, 'it does not record a run');
  return { id, commit, finishedAt: new Date(author.time * 1000) };
}

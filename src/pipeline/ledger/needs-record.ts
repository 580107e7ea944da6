import type { ClusterRecord, RunRecord } from '../../model/ledger.ts';
import { canonicalJson } from '../../runtime/canonical-json.ts';

/** How old a record may be before the same is recorded again, milliseconds. */
export const heartbeat = 24 * 3_600_000;

/**
 * Whether a run says anything that its last record does not. A sync every few minutes that finds and changes nothing
 * would bury the runs that did something; yet an auditor has to see that somebody looked, so the same is recorded
 * again once the last record is older than the heartbeat. Times, ids and run numbers are no difference,
 * nor is it that a branch was updated then and is up to date now, or waits for a wave then as now.
 */
export function needsRecord(record: RunRecord, latest: RunRecord | null): boolean {
  if (latest === null) return true;
  const age = Date.parse(record.finishedAt) - Date.parse(latest.finishedAt);
  // The clusters last: with thousands of them, writing them out costs more than all the rest.
  return age >= heartbeat || facts(record) !== facts(latest) || clusters(record) !== clusters(latest);
}

function facts(record: RunRecord): string {
  const { tool, fleet, source, repository, decisions, fleetEvaluation, ruleBook, deadLetters } = record;
  return canonicalJson({
    tool,
    fleet,
    source,
    repository,
    decisions,
    fleetEvaluation,
    ruleBook,
    deadLetters,
  });
}

function clusters(record: RunRecord): string {
  return canonicalJson(record.clusters.map((cluster) => ({ ...cluster, outcome: settled(cluster.outcome) })));
}

function settled(outcome: ClusterRecord['outcome']): string {
  return ['created', 'updated', 'removed', 'pending'].includes(outcome) ? 'unchanged' : outcome;
}

import type { FleetFinding } from '../model/finding.ts';
import type { DeadLetter } from '../model/ledger.ts';
import type { Outcome, OutcomeKind } from '../model/outcome.ts';
import type { ObjectId, SourceRevision } from '../model/git.ts';
import type { Rollout } from '../model/rollout.ts';
import type { SyncResult } from '../pipeline/sync.ts';

/** What `mcp policy sync --json` prints; schema: schemas/sync.json. */
export interface SyncDocument {
  readonly run: string;
  readonly fleet: string;
  readonly source: SourceRevision;
  readonly repository: string;
  readonly summary: Readonly<Record<OutcomeKind, number>>;
  readonly outcomes: readonly Outcome[];
  /** What is found about all clusters together. */
  readonly fleetFindings: readonly FleetFinding[];
  /** Names of the exceptions in force that except nothing. */
  readonly unusedExceptions: readonly string[];
  /** Where the baselines that go out in waves stand after the run. */
  readonly rollouts: readonly Rollout[];
  /** Clusters whose delivery failed, now or earlier, and has not succeeded since. */
  readonly deadLetters: readonly DeadLetter[];
  /** The ledger commit of this run; null when there was nothing new to record. */
  readonly ledger: ObjectId | null;
}

export function syncDocument(result: SyncResult): SyncDocument {
  const { runId: run, fleet, source, repository, outcomes, unusedExceptions, rollouts, ledger } = result;
  const { deadLetters } = result;
  const fleetFindings = result.fleetEvaluation?.findings ?? [];
  const summary = {
    created: 0,
    updated: 0,
    unchanged: 0,
    removed: 0,
    kept: 0,
    pending: 0,
    blocked: 0,
    superseded: 0,
    failed: 0,
  };
  for (const outcome of outcomes) summary[outcome.kind] += 1;
  return {
    ...{ run, fleet, source, repository, summary, outcomes, fleetFindings, unusedExceptions },
    ...{ rollouts, deadLetters, ledger },
  };
}

import type { GitRemote, RefTip } from '../../model/git.ts';
import type { RecordedRun } from '../../model/ledger.ts';
import type { RunSummary } from './commit-message.ts';
import { runSummary } from './commit-message.ts';
import { readRun } from './read-run.ts';

/** The recorded runs of a fleet. Each method fetches only what it needs and may throw LEDGER_INVALID or REMOTE_*. */
export interface Ledger {
  /** The newest run; null when none was recorded yet. Fetches one commit, however long the history is. */
  latest(): Promise<RecordedRun | null>;
  /** All runs, newest first, from the commit messages alone. */
  runs(): Promise<readonly RunSummary[]>;
  /** One run; null when the ledger does not have it. */
  run(id: string): Promise<RecordedRun | null>;
}

/** @param tip the ledger branch and the commit that it stood at when it was listed; null when there is none */
export function readLedger(remote: GitRemote, tip: RefTip | null): Promise<Ledger> {
  const runs = async () => {
    if (tip === null) return [];
    await remote.fetch([tip]);
    return (await remote.reader().history(tip.id)).map(runSummary);
  };
  return Promise.resolve({
    async latest() {
      if (tip === null) return null;
      await remote.fetch([tip], { depth: 1 });
      return await readRun(remote.reader(), tip.id);
    },
    runs,
    async run(id) {
      const summary = (await runs()).find((candidate) => candidate.id === id);
      return summary === undefined ? null : await readRun(remote.reader(), summary.commit);
    },
  });
}

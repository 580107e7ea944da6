import { McpError } from '../../model/error.ts';
import type { GitRemote, RefTip } from '../../model/git.ts';
import type { RecordedRun } from '../../model/ledger.ts';
import type { RunSummary } from './commit-message.ts';
import { runSummary } from './commit-message.ts';
import { readRun } from './read-run.ts';

/** The recorded runs of a fleet. Each method fetches only what it needs and may throw LEDGER_INVALID or REMOTE_*. */
export interface Ledger {
  /** The newest run; null when none was recorded yet. Fetches one commit, however long the history is. */
  latest(): Promise<RecordedRun | null>;
  /** The run before the newest; null when there is none, or when the commit there is no valid run. Fetches no more. */
  previous(): Promise<RecordedRun | null>;
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
    async previous() {
      if (tip === null) return null;
      await remote.fetch([tip], { depth: 2 });
      const [parent] = (await remote.reader().commit(tip.id)).parents;
      return parent === undefined ? null : await readParent(remote, { ref: `${tip.ref}^`, id: parent });
    },
    runs,
    async run(id) {
      const summary = (await runs()).find((candidate) => candidate.id === id);
      return summary === undefined ? null : await readRun(remote.reader(), summary.commit);
    },
  });
}

/** @param parent what stands below the tip: a tip that was fetched alone before is not fetched again with its parent */
async function readParent(remote: GitRemote, parent: RefTip): Promise<RecordedRun | null> {
  const reader = remote.reader();
  if (!(await reader.has(parent.id))) await remote.fetch([parent], { depth: 1 });
  try {
    return await readRun(reader, parent.id);
  } catch (error) {
    if (error instanceof McpError && error.code === 'LEDGER_INVALID') return null;
    throw error;
  }
}

import type { RecordedRun } from '../model/ledger.ts';
import type { RefTip } from '../model/git.ts';
import { branchTip } from './branch-tip.ts';
import { readLedger } from './ledger/index.ts';
import type { Fleet } from './open-fleet.ts';

/** Where the ledger stood when the fleet was listed; null when there is none yet. */
export function ledgerTip({ ledgerBranch, refs }: Fleet): RefTip | null {
  return branchTip(refs, ledgerBranch);
}

/** The run that the ledger recorded last. */
export async function lastRecordedRun(fleet: Fleet): Promise<RecordedRun | null> {
  const ledger = await readLedger(fleet.remote, ledgerTip(fleet));
  return ledger.latest();
}

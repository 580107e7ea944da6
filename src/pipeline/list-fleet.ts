import type { ObjectId } from '../model/git.ts';
import type { RecordedRun } from '../model/ledger.ts';
import type { RunContext } from '../model/ports.ts';
import { readLedger } from './ledger/index.ts';
import type { Fleet } from './open-fleet.ts';
import { branchPrefix } from './plan/index.ts';

export interface Listing {
  readonly refs: ReadonlyMap<string, ObjectId>;
  readonly ledgerTip: ObjectId | null;
  readonly recorded: RecordedRun | null;
}

/** One listing of the cluster branches and the ledger, and the run that the ledger recorded last. */
export async function listFleet({ workspace, remote }: Fleet, context: RunContext): Promise<Listing> {
  const { branch, ledgerBranch } = workspace.fleet.delivery;
  const ledgerRef = `refs/heads/${ledgerBranch}`;
  const refs = await remote.listRefs([`refs/heads/${branchPrefix(branch)}`, ledgerRef], context.signal);
  const ledgerTip = refs.get(ledgerRef) ?? null;
  const ledger = await readLedger(remote, ledgerTip === null ? null : { ref: ledgerRef, id: ledgerTip });
  return { refs, ledgerTip, recorded: await ledger.latest() };
}

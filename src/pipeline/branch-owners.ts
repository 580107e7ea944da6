import type { RecordedRun } from '../model/ledger.ts';
import type { RunContext } from '../model/ports.ts';
import { count } from './stage-timer.ts';

/** The cluster of each branch: those of the inventory, and those that were recorded and have left it. */
export function branchOwners(
  branches: ReadonlyMap<string, string>,
  recorded: RecordedRun | null,
): ReadonlyMap<string, string> {
  const owners = new Map(recorded?.record.clusters.map(({ name, branch }) => [branch, name]));
  for (const [cluster, branch] of branches) owners.set(branch, cluster);
  return owners;
}

/** Says which branches nobody looks after any more because `spec.delivery.branch` gives other names now. */
export function warnOfRenamedBranches(
  branches: ReadonlyMap<string, string>,
  recorded: RecordedRun | null,
  context: RunContext,
): void {
  const renamed = (recorded?.record.clusters ?? []).filter(({ name, branch, tip }) => {
    const now = branches.get(name);
    return tip !== null && now !== undefined && now !== branch;
  });
  const [first] = renamed;
  if (first === undefined) return;
  const which = `${first.branch} is ${branches.get(first.name) ?? ''} now`;
  context.logger.warn(
    `${count(renamed.length, 'branch', 'branches')} got another name (${which}); the old ones stay as they are until you delete them`,
  );
}

import { emptyTree } from '../../git/tree.ts';
import type { ObjectId } from '../../model/git.ts';
import type { Plan } from '../../model/plan.ts';
import type { Workspace } from '../../model/workspace.ts';
import { planChanges } from './changes.ts';
import type { ChangesInput } from './changes.ts';
import { checkRemovals } from './removals.ts';
import { planTrees } from './trees.ts';

export { branchPrefix, nameBranches } from './branch-names.ts';
export { readBranchStates } from './branch-states.ts';
export { readChangeSets } from './file-changes.ts';
export type { ChangeSet } from './file-changes.ts';
export type { FileDiff } from '../../yaml/file-diff.ts';
export { groupChanges } from './group-changes.ts';
export type { ChangeGroup } from './group-changes.ts';
export { newFindings } from './new-findings.ts';
export type { NewFinding } from './new-findings.ts';
export { readDiffs } from './read-diffs.ts';

export interface PlanInput extends Omit<ChangesInput, 'removalPolicy' | 'treeOf' | 'emptyTree'> {
  readonly workspace: Pick<Workspace, 'fleet' | 'revision'>;
  /** The fleet repository, without credentials. */
  readonly repository: string;
  readonly ledgerTip: ObjectId | null;
  readonly allowRemovals: boolean;
  readonly now: Date;
}

/**
 * Everything that was rendered and evaluated against what stands on the branches, as data. Pure. Throws
 * REMOVALS_EXCEEDED when more clusters would lose their baseline than the configuration allows.
 */
export function makePlan(input: PlanInput): Plan {
  const { fleet, revision } = input.workspace;
  const trees = planTrees();
  const changes = planChanges({
    ...input,
    removalPolicy: fleet.delivery.removalPolicy,
    treeOf: (manifests) => trees.add(manifests),
    emptyTree: emptyTree.id,
  });
  checkRemovals({
    changes,
    emptyTree: emptyTree.id,
    delivery: fleet.delivery,
    allowRemovals: input.allowRemovals,
    hasRecord: input.recorded !== null,
  });
  return {
    apiVersion: 'mcp.policy/v1alpha1',
    kind: 'Plan',
    createdAt: input.now.toISOString(),
    fleet: fleet.name,
    source: revision,
    repository: input.repository,
    author: fleet.delivery.author,
    ledgerTip: input.ledgerTip,
    changes,
    ...trees.contents(changes),
  };
}

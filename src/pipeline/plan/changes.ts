import type { McpError } from '../../model/error.ts';
import type { Evaluation, Finding } from '../../model/finding.ts';
import type { ObjectId } from '../../model/git.ts';
import type { RunRecord } from '../../model/ledger.ts';
import type { ManifestSet, Rendering } from '../../model/manifest.ts';
import type { Change } from '../../model/plan.ts';
import { formatPosition } from '../../model/position.ts';
import type { RemovalPolicy } from '../../model/workspace.ts';
import type { BranchState } from './branch-states.ts';

export interface ChangesInput {
  /** One for each cluster that a baseline selects. */
  readonly renderings: readonly Rendering[];
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  /** The branch of every cluster of the inventory. */
  readonly branches: ReadonlyMap<string, string>;
  readonly states: ReadonlyMap<string, BranchState>;
  readonly recorded: RunRecord | null;
  /** The baselines whose new content a cluster does not get yet, by cluster; its rendering holds the old one. */
  readonly pending: ReadonlyMap<string, Change['pending']>;
  readonly removalPolicy: RemovalPolicy;
  /** The tree of a cluster's manifests. */
  readonly treeOf: (manifests: ManifestSet) => ObjectId;
  readonly emptyTree: ObjectId;
}

/** What is to happen to each branch, sorted by cluster. Pure. */
export function planChanges(input: ChangesInput): readonly Change[] {
  const wanted = input.renderings.map((rendering) => wantedChange(rendering, input));
  const selected = new Set(input.renderings.map((rendering) => rendering.cluster));
  const left = leftBranches(selected, input).map(([cluster, branch]) => leftChange(cluster, branch, input));
  return [...wanted, ...left].sort((a, b) => (a.cluster < b.cluster ? -1 : 1));
}

function wantedChange(rendering: Rendering, input: ChangesInput): Change {
  const branch = input.branches.get(rendering.cluster) ?? '';
  const state = input.states.get(branch);
  const evaluation = input.evaluations.get(rendering.cluster);
  const base = {
    cluster: rendering.cluster,
    branch,
    tip: state?.tip ?? null,
    currentTree: state?.tree ?? null,
    baselines: rendering.baselines,
    evaluation: evaluation?.digest ?? null,
    pending: input.pending.get(rendering.cluster) ?? [],
  };
  const block = (reason: NonNullable<Change['blocked']>['reason'], message: string): Change => ({
    ...base,
    action: 'blocked',
    tree: null,
    blocked: { reason, message },
  });

  if (state !== undefined && !state.ours) {
    return block(
      'foreignBranch',
      `branch ${branch} exists and was not made by mcp for it; delete or rename it`,
    );
  }
  if ('error' in rendering) return block('render', oneLine(rendering.error));
  if (evaluation !== undefined && evaluation.denials.length > 0) {
    return block('policy', denialSummary(evaluation.denials));
  }
  const tree = input.treeOf(rendering.manifests);
  const isThere = state === undefined ? tree === input.emptyTree : state.tree === tree;
  if (base.pending.length > 0 && isThere) return { ...base, action: 'pending', tree: null, blocked: null };
  const action = state === undefined ? 'create' : state.tree === tree ? 'unchanged' : 'update';
  return { ...base, action, tree, blocked: null };
}

/** Clusters that no baseline selects any more but whose branch we made, with the branch. */
function leftBranches(selected: ReadonlySet<string>, input: ChangesInput): readonly [string, string][] {
  const candidates = new Map(input.branches);
  const taken = new Set(input.branches.values());
  for (const { name, branch, tip } of input.recorded?.clusters ?? []) {
    // A branch may have gone from one cluster to another: then it has not been left.
    if (!candidates.has(name) && tip !== null && !taken.has(branch)) candidates.set(name, branch);
  }
  return [...candidates].filter(
    ([cluster, branch]) => !selected.has(cluster) && input.states.get(branch)?.ours === true,
  );
}

function leftChange(cluster: string, branch: string, input: ChangesInput): Change {
  const state = input.states.get(branch);
  const empty = state?.tree === input.emptyTree;
  const prune = input.removalPolicy === 'Prune';
  return {
    cluster,
    branch,
    action: !prune ? 'keep' : empty ? 'unchanged' : 'remove',
    tip: state?.tip ?? null,
    currentTree: state?.tree ?? null,
    tree: prune ? input.emptyTree : null,
    baselines: [],
    evaluation: null,
    pending: [],
    blocked: null,
  };
}

/** Where the template stands and what is wrong there; the excerpt with the caret needs lines of its own. */
function oneLine({ message, position }: McpError): string {
  const [first = ''] = message.split('\n');
  return position === undefined ? first : `${formatPosition(position)}: ${first}`;
}

/** The denials in one line: the first in full, the rest counted. */
function denialSummary(denials: readonly Finding[]): string {
  const [first] = denials;
  if (first === undefined) return '';
  const where = first.object === null ? 'the cluster' : `${first.object.kind} ${first.object.name}`;
  const more = denials.length > 1 ? ` (and ${denials.length - 1} more)` : '';
  const place = first.origin === null ? '' : ` (${formatPosition(first.origin)})`;
  return `${first.policy}: ${where}: ${first.message}${place}${more}`;
}

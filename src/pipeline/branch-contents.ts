import type { GitRemote, TreeFile } from '../model/git.ts';
import type { ClusterRecord, RunRecord } from '../model/ledger.ts';
import type { RolloutRecord } from '../model/rollout.ts';
import type { readBranchStates } from './plan/index.ts';
import { contentDigest } from './rollout/index.ts';

export type BranchStates = Awaited<ReturnType<typeof readBranchStates>>;

interface BranchContentsInput {
  readonly branches: ReadonlyMap<string, string>;
  readonly states: BranchStates;
  readonly recorded: RunRecord | null;
  readonly remote: GitRemote;
}

/** What the branches hold of baselines: from the ledger where it speaks of the tree that stands there, else from the tree. */
export class BranchContents {
  readonly #input: BranchContentsInput;
  readonly #records: ReadonlyMap<string, ClusterRecord>;

  constructor(input: BranchContentsInput) {
    this.#input = input;
    this.#records = new Map(input.recorded?.clusters.map((record) => [record.name, record]));
  }

  /** Since when is known only of content that the ledger tells of; a failure is remembered whatever the branch holds. */
  async recordsOf(
    baseline: string,
    clusters: readonly string[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, Pick<RolloutRecord, 'content' | 'since' | 'failed'>>> {
    const told = new Map(
      clusters.map((cluster) => [
        cluster,
        this.#records.get(cluster)?.rollouts.find((each) => each.baseline === baseline),
      ]),
    );
    const isTold = (cluster: string): boolean =>
      told.get(cluster)?.content != null && this.#records.get(cluster)?.tree === this.#stateOf(cluster)?.tree;
    const unknown = clusters.filter((cluster) => !isTold(cluster));
    await this.fetch(unknown, signal);
    const records = new Map<string, Pick<RolloutRecord, 'content' | 'since' | 'failed'>>();
    for (const cluster of clusters) {
      const record = told.get(cluster);
      if (record !== undefined && isTold(cluster)) {
        records.set(cluster, record);
        continue;
      }
      const isThere = this.#stateOf(cluster) !== undefined;
      const content = isThere ? contentDigest(baseline, await this.filesOf(cluster)) : null;
      const since = content !== null && content === record?.content ? record.since : null;
      records.set(cluster, { content, since, failed: record?.failed ?? null });
    }
    return records;
  }

  /** Makes the files of these clusters' branches readable. */
  async fetch(clusters: readonly string[], signal: AbortSignal): Promise<void> {
    const tips = clusters.flatMap((cluster) => {
      const id = this.#stateOf(cluster)?.tip;
      return id === undefined ? [] : [{ ref: `refs/heads/${this.#input.branches.get(cluster) ?? ''}`, id }];
    });
    if (tips.length > 0) await this.#input.remote.fetch(tips, { depth: 1, signal });
  }

  /** All files of a cluster's branch, fetched before; none when there is no branch of ours. */
  async filesOf(cluster: string): Promise<readonly TreeFile[]> {
    const state = this.#stateOf(cluster);
    return state === undefined ? [] : this.#input.remote.reader().files(state.tree);
  }

  #stateOf(cluster: string) {
    const state = this.#input.states.get(this.#input.branches.get(cluster) ?? '');
    return state?.ours === true ? state : undefined;
  }
}

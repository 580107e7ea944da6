import type { Cluster } from '../model/cluster.ts';
import { McpError } from '../model/error.ts';
import type { GitRemote, TreeFile } from '../model/git.ts';
import type { RunRecord } from '../model/ledger.ts';
import type { Manifest, Rendering } from '../model/manifest.ts';
import type { Decision, DecisionGroup } from '../model/placement.ts';
import type { Change } from '../model/plan.ts';
import type { SourcePosition } from '../model/position.ts';
import { goesOn, isStopped } from '../model/rollout.ts';
import type { Rollout, RolloutStrategy } from '../model/rollout.ts';
import type { Baseline } from '../model/workspace.ts';
import { digestOf } from '../runtime/canonical-json.ts';
import { BranchContents } from './branch-contents.ts';
import type { BranchStates } from './branch-contents.ts';
import { keepBaselines } from './render/index.ts';
import type { KeptBaselines } from './render/index.ts';
import { contentDigest, readHeldManifests, rolloutAt } from './rollout/index.ts';
import type { ClusterFacts } from './rollout/index.ts';

interface RollOutInput {
  readonly baselines: readonly Baseline[];
  readonly clusters: readonly Cluster[];
  readonly decisions: readonly Decision[];
  /** Clusters that hold a baseline though its placement left them out, because nobody reaches them. */
  readonly held: ReadonlyMap<string, readonly string[]>;
  /** With the new content for everybody. */
  readonly renderings: readonly Rendering[];
  readonly states: BranchStates;
  readonly branches: ReadonlyMap<string, string>;
  readonly recorded: RunRecord | null;
  readonly remote: GitRemote;
  readonly now: Date;
}

/** What a baseline that goes out in waves is about to do, and what is needed to say where it stands after the run. */
export interface BaselineRollout {
  readonly groups: readonly DecisionGroup[];
  readonly strategy: RolloutStrategy;
  readonly facts: ReadonlyMap<string, ClusterFacts>;
  readonly rollout: Rollout;
}

export interface RolledOut {
  /** What each cluster is to hold now: new content where it is due, what the branch holds where it is not. */
  readonly renderings: readonly Rendering[];
  /** The baselines that wait, by cluster. */
  readonly pending: ReadonlyMap<string, Change['pending']>;
  readonly rollouts: readonly BaselineRollout[];
}

/** Takes back new content from the clusters whose wave is not due. Writes nothing. */
export async function rollOut(input: RollOutInput, signal: AbortSignal): Promise<RolledOut> {
  const inWaves = input.baselines.flatMap(({ rollout, ...baseline }) =>
    rollout === null ? [] : [{ ...baseline, strategy: rollout }],
  );
  if (inWaves.length === 0) return { renderings: input.renderings, pending: new Map(), rollouts: [] };
  const contents = new BranchContents(input);
  const renderings = new Map(input.renderings.map((each) => [each.cluster, each]));
  const clusters = new Map(input.clusters.map((cluster) => [cluster.name, cluster]));
  const rollouts: BaselineRollout[] = [];
  for (const { name: baseline, placement, strategy, position } of inWaves) {
    const groups = groupsOf(placement, input.decisions);
    requireMandatoryGroups(strategy, groups, position);
    const names = groups.flatMap((group) => group.clusters);
    const records = await contents.recordsOf(baseline, names, signal);
    const facts = new Map(
      names.map((name): [string, ClusterFacts] => [
        name,
        {
          wanted: wantedDigest(baseline, renderings.get(name)),
          record: records.get(name) ?? nothing,
          availability: clusters.get(name)?.availability ?? 'unknown',
        },
      ]),
    );
    const now = input.now.getTime();
    rollouts.push({
      groups,
      strategy,
      facts,
      rollout: rolloutAt({ baseline, strategy, groups, facts, now }),
    });
  }
  const pending = pendingBaselines(rollouts, input.held);
  const kept = await keptBaselines(pending, contents, input, signal);
  return { renderings: keepBaselines(input.renderings, kept), pending, rollouts };
}

const nothing: ClusterFacts['record'] = { content: null, since: null, failed: null };

function groupsOf({ namespace, name }: Baseline['placement'], decisions: readonly Decision[]) {
  const decision = decisions.find(
    ({ placement }) => placement.namespace === namespace && placement.name === name,
  );
  return decision?.groups ?? [];
}

/** Without its clusters, a mandatory group would let all others go ahead unseen. Throws CONFIG_REFERENCE. */
function requireMandatoryGroups(
  { mandatoryGroups }: RolloutStrategy,
  groups: readonly DecisionGroup[],
  position: SourcePosition,
): void {
  const there = groups.filter(({ clusters }) => clusters.length > 0);
  if (there.length === 0) return;
  const missing = mandatoryGroups.find(
    (wanted) => wanted === '' || !there.some(({ index, name }) => wanted === index || wanted === name),
  );
  if (missing === undefined) return;
  throw new McpError(
    'CONFIG_REFERENCE',
    `spec.rollout: no cluster is in the mandatory decision group ${missing}; the placement gives ${there
      .map(({ index, name }) => (name === '' ? String(index) : `${index} (${name})`))
      .join(', ')}`,
    { position, hint: 'Name groups of spec.decisionStrategy.groupStrategy of the placement.' },
  );
}

/** A rendering that fails is content too: that it failed is known again, and forgotten when the template is mended. */
function wantedDigest(baseline: string, rendering: Rendering | undefined): string {
  if (rendering === undefined) return contentDigest(baseline, []);
  if ('error' in rendering) return digestOf([rendering.error.code, rendering.error.message]);
  return contentDigest(baseline, rendering.manifests.manifests);
}

/** Who is in no group gets new content when the rollout is over. */
function pendingBaselines(
  rollouts: readonly BaselineRollout[],
  held: RollOutInput['held'],
): Map<string, Change['pending']> {
  const pending = new Map<string, Change['pending']>();
  const wait = (cluster: string, baseline: string, message: string): void => {
    pending.set(cluster, [...(pending.get(cluster) ?? []), { baseline, message }]);
  };
  for (const { rollout } of rollouts) {
    const { message } = rollout;
    for (const { cluster, due } of rollout.clusters) {
      if (!due) wait(cluster, rollout.baseline, message);
    }
    if (!goesOn(rollout) && !isStopped(rollout)) continue;
    for (const cluster of held.get(rollout.baseline) ?? []) wait(cluster, rollout.baseline, message);
  }
  return pending;
}

/** Reads what the branches of waiting clusters hold; what cannot be read is the failure of its cluster alone. */
async function keptBaselines(
  pending: RolledOut['pending'],
  contents: BranchContents,
  { remote }: Pick<RollOutInput, 'remote'>,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, KeptBaselines>> {
  await contents.fetch([...pending.keys()], signal);
  const read = new Map<string, Promise<readonly Manifest[]>>();
  const manifestsOf = (baseline: string, files: readonly TreeFile[]): Promise<readonly Manifest[]> => {
    const key = `${baseline} ${contentDigest(baseline, files)}`;
    const known = read.get(key) ?? readHeldManifests(baseline, files, remote.reader());
    read.set(key, known);
    return known;
  };
  const kept = new Map<string, KeptBaselines>();
  for (const [cluster, waiting] of pending) {
    const files = await contents.filesOf(cluster);
    try {
      const manifests = new Map<string, readonly Manifest[]>();
      for (const { baseline } of waiting) manifests.set(baseline, await manifestsOf(baseline, files));
      kept.set(cluster, manifests);
    } catch (error) {
      if (!(error instanceof McpError)) throw error;
      kept.set(cluster, { error });
    }
  }
  return kept;
}

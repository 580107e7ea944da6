import type { Cluster } from '../model/cluster.ts';
import { McpError } from '../model/error.ts';
import type { Finding } from '../model/finding.ts';
import type { ObjectId } from '../model/git.ts';
import type { ClusterRecord, DeadLetter, DecisionRecord, RunRecord, RuleBook } from '../model/ledger.ts';
import { isPushed } from '../model/outcome.ts';
import type { Outcome } from '../model/outcome.ts';
import { placementKey } from '../model/placement.ts';
import type { Decision } from '../model/placement.ts';
import type { RunContext } from '../model/ports.ts';
import type { Signer } from '../model/signer.ts';
import { appendRun, needsRecord, ruleBookDigest } from './ledger/index.ts';
import type { DeliveryConfig } from '../model/workspace.ts';
import type { Fleet } from './open-fleet.ts';
import type { PlannedFleet } from './plan-fleet.ts';
import type { RolloutResults } from './rollout-results.ts';
import { count, stageTimer } from './stage-timer.ts';

export interface RecordInput {
  readonly fleet: Fleet;
  readonly planned: PlannedFleet;
  readonly outcomes: readonly Outcome[];
  readonly waves: RolloutResults;
  readonly deadLetters: readonly DeadLetter[];
  /** The clusters that a retry took up: the others are recorded as they were. Null for a sync. */
  readonly retried: ReadonlySet<string> | null;
  readonly runId: string;
  readonly startedAt: Date;
  readonly version: string;
  /** Null: nothing is signed. */
  readonly signer: Signer | null;
}

/**
 * Writes down in the ledger what a run decided, found and did; the ledger commit. Null, and nothing written, when it would
 * only repeat the last record.
 */
export async function recordFleet(input: RecordInput, context: RunContext): Promise<ObjectId | null> {
  const timer = stageTimer(context, 'ledger');
  const { fleet, planned } = input;
  const workspace = await fleet.workspace();
  const ruleBook: RuleBook = {
    policies: planned.policies,
    catalogs: workspace.catalogs,
    exceptions: workspace.exceptions,
  };
  const record = runRecord(input, ruleBookDigest(ruleBook), context.clock.now());
  if (!needsRecord(record, planned.recorded?.record ?? null)) {
    timer.done('nothing new to record');
    return null;
  }
  const { delivery } = workspace.fleet;
  const commit = await append(input, record, ruleBook, context, delivery);
  timer.done(`run ${record.id} recorded on ${delivery.ledgerBranch}`);
  return commit;
}

/** Throws what `appendRun` throws, saying that the branches are delivered all the same. */
async function append(
  { fleet, planned, outcomes, signer }: RecordInput,
  record: RunRecord,
  ruleBook: RuleBook,
  context: RunContext,
  { ledgerBranch, author }: DeliveryConfig,
): Promise<ObjectId> {
  const { ledgerTip } = planned.plan;
  const evaluations = findingsByDigest(planned);
  const fleetFindings = planned.fleet?.findings ?? [];
  try {
    return await appendRun(
      {
        remote: fleet.remote,
        ledgerBranch,
        tip: ledgerTip,
        record,
        ruleBook,
        evaluations,
        fleetFindings,
        author,
        signer,
      },
      context,
    );
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    const pushed = outcomes.filter(isPushed);
    throw new McpError(
      error.code,
      `${count(pushed.length, 'branch', 'branches')} delivered, but the run is not recorded: ${error.message}`,
      { position: error.position, hint: error.hint, cause: error },
    );
  }
}

function runRecord(input: RecordInput, ruleBook: string, finishedAt: Date): RunRecord {
  const { planned } = input;
  return {
    apiVersion: 'mcp.policy/v1alpha1',
    kind: 'Run',
    id: input.runId,
    startedAt: input.startedAt.toISOString(),
    finishedAt: finishedAt.toISOString(),
    tool: { name: 'mcp', version: input.version },
    fleet: planned.plan.fleet,
    source: planned.plan.source,
    repository: planned.plan.repository,
    decisions:
      input.retried === null
        ? planned.decisions.map(decisionRecord)
        : (planned.recorded?.record.decisions ?? []),
    clusters: clusterRecords(input),
    fleetEvaluation: planned.fleet?.digest ?? null,
    ruleBook,
    deadLetters: input.deadLetters,
  };
}

function decisionRecord({ placement, clusters, groups }: Decision): DecisionRecord {
  const isWhole = groups.length === 1 && groups[0]?.name === '';
  return { placement: placementKey(placement), clusters, groups: isWhole ? [] : groups };
}

/** Every cluster of the inventory, and those that left it while we still hold their branch; sorted by name. */
function clusterRecords({ planned, outcomes, waves, retried }: RecordInput): readonly ClusterRecord[] {
  const changes = new Map(planned.plan.changes.map((change) => [change.cluster, change]));
  const inventory = new Map<string, Cluster>(planned.clusters.map((cluster) => [cluster.name, cluster]));
  const before = new Map(planned.recorded?.record.clusters.map((record) => [record.name, record]));

  const acted = outcomes.map((outcome): ClusterRecord => {
    const change = changes.get(outcome.cluster);
    const cluster = inventory.get(outcome.cluster);
    return {
      name: outcome.cluster,
      inInventory: cluster !== undefined,
      labels: cluster?.labels ?? before.get(outcome.cluster)?.labels ?? {},
      availability: cluster?.availability ?? 'unknown',
      notSeenSince: cluster?.notSeenSince ?? null,
      baselines: change?.baselines ?? [],
      branch: outcome.branch,
      tip: outcome.tip,
      tree: outcome.tree,
      evaluation: change?.evaluation ?? null,
      outcome: outcome.kind,
      message: outcome.message,
      rollouts: waves.records.get(outcome.cluster) ?? [],
    };
  });
  const names = new Set(acted.map((record) => record.name));
  const idle = planned.clusters
    .filter((cluster) => !names.has(cluster.name))
    .map((cluster): ClusterRecord => ({
      name: cluster.name,
      inInventory: true,
      labels: cluster.labels,
      availability: cluster.availability,
      notSeenSince: cluster.notSeenSince ?? null,
      baselines: [],
      branch: planned.branches.get(cluster.name) ?? '',
      tip: null,
      tree: null,
      evaluation: null,
      outcome: 'notSelected',
      message: '',
      rollouts: [],
    }));
  const found = [...acted, ...idle];
  const records =
    retried === null
      ? found
      : [
          ...found.filter(({ name }) => retried.has(name)),
          ...[...before.values()].filter(({ name }) => !retried.has(name)),
        ];
  return records.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Those of the record before among them: a retry records clusters as they were. */
function findingsByDigest({ evaluations, recorded }: PlannedFleet): ReadonlyMap<string, readonly Finding[]> {
  return new Map([
    ...(recorded?.evaluations ?? []),
    ...[...evaluations.values()].map(({ digest, findings }) => [digest, findings] as const),
  ]);
}

import { clusterBinding } from '../../cel/variables.ts';
import type { Cluster } from '../../model/cluster.ts';
import { coversCluster, unusedAmong } from '../../model/exception.ts';
import type { PolicyException } from '../../model/exception.ts';
import type { Evaluation, FleetEvaluation } from '../../model/finding.ts';
import type { ManifestSet, Rendering } from '../../model/manifest.ts';
import type { PolicyMetadata, PolicySource } from '../../model/policy.ts';
import type { RunContext } from '../../model/ports.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import { viewOf } from './cluster-view.ts';
import { exceptionsInForce } from './exceptions.ts';
import { denialsAmong } from './denials.ts';
import { findingsOf } from './findings.ts';
import type { PlaceOf } from './findings.ts';
import { fleetState, unjudgedClusters } from './fleet-state.ts';
import { judgeFleet } from './judge-fleet.ts';
import { openSources } from './open-sources.ts';
import type { JudgedGroup, OpenSources } from './open-sources.ts';

export { documentManifests } from './document-manifests.ts';
export { evaluateFiles } from './evaluate-files.ts';
export type { FileFinding } from './evaluate-files.ts';
export { examineExceptions } from './examine-exceptions.ts';
export type { ExaminedPolicies } from './examine-policies.ts';
export { examineGatekeeper, examinePolicies, sharedIds, unknownControls } from './examine-policies.ts';

export interface EvaluateInput {
  /** The name of the fleet. */
  readonly fleet: string;
  readonly renderings: readonly Rendering[];
  /** The inventory by name; every rendering's cluster is among them. */
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly policies: readonly PolicySource[];
  readonly exceptions: readonly PolicyException[];
  /** Where findings point to in the source; absent: at the document that made the manifest. */
  readonly placeOf?: PlaceOf;
}

export interface EvaluateResult {
  /** By cluster, for every rendering that has manifests. */
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  /** Null without policies of the scope `fleet`. */
  readonly fleet: FleetEvaluation | null;
  /** Names of the exceptions in force that certainly except nothing, sorted. */
  readonly unusedExceptions: readonly string[];
  /** Sorted by id. */
  readonly policies: readonly PolicyMetadata[];
  /** Some policy asks for the time: its verdict may be another one a moment later. */
  readonly asksTheTime: boolean;
}

/**
 * Judges the manifests of every cluster by every policy, then all clusters together by those of the scope `fleet`. A policy
 * that throws gives the finding `notEvaluated`, and the run goes on; what is not evaluated blocks like what fails.
 * REGO_INVALID, CONFIG_DUPLICATE, CONFIG_INVALID and CONFIG_REFERENCE for mistakes in policies and exceptions,
 * REGO_UNAVAILABLE without a compiler.
 */
export async function evaluate(input: EvaluateInput, context: RunContext): Promise<EvaluateResult> {
  const now = context.clock.now();
  const { policies, groups } = await openSources(input.policies, context, { conftest: true });
  const inForce = exceptionsInForce(input.exceptions, policies, now);
  const evaluations = await evaluateClusters(input, { policies, groups, inForce }, context);
  const used = exceptionsIn(evaluations);
  const ofFleet = groups.filter(({ scope }) => scope === 'fleet');
  const fleet =
    ofFleet.length === 0
      ? null
      : await judgeFleet({
          groups: ofFleet,
          policies,
          state: fleetState({ ...input, evaluations, used, policies, now }),
          clusters: input.clusters,
          exceptions: inForce,
        });
  for (const { exception } of fleet?.findings ?? []) used.add(exception);
  return {
    evaluations,
    fleet,
    unusedExceptions: unusedAmong(inForce, used, unjudgedClusters(input.renderings, input.clusters))
      .map(({ name }) => name)
      .sort(),
    policies,
    asksTheTime: groups.some(({ clock }) => clock),
  };
}

async function evaluateClusters(
  input: EvaluateInput,
  by: OpenSources & { readonly inForce: readonly PolicyException[] },
  context: RunContext,
): Promise<ReadonlyMap<string, Evaluation>> {
  const evaluator = new ClusterEvaluator(by, input.placeOf);
  const evaluations = new Map<string, Evaluation>();
  for (const rendering of input.renderings) {
    context.signal.throwIfAborted();
    const cluster = input.clusters.get(rendering.cluster);
    if (cluster === undefined)
      throw new Error(`${rendering.cluster} was rendered but is not in the inventory`);
    if ('error' in rendering) continue;
    const covering = by.inForce.filter((exception) => coversCluster(exception, cluster));
    const shared = await evaluator.evaluate(rendering.manifests, cluster, covering);
    evaluations.set(rendering.cluster, { cluster: rendering.cluster, ...shared });
  }
  return evaluations;
}

/** What was excepted by one that lasts longer does not count as used: the other may go. */
function exceptionsIn(evaluations: ReadonlyMap<string, Evaluation>): Set<string | null> {
  const distinct = new Set([...evaluations.values()].map(({ findings }) => findings));
  return new Set([...distinct].flatMap((findings) => findings.map(({ exception }) => exception)));
}

/** What clusters share when nothing in them makes a difference. */
type SharedEvaluation = Omit<Evaluation, 'cluster'>;

class ClusterEvaluator {
  readonly #policies: readonly PolicyMetadata[];
  readonly #placeOf: PlaceOf | undefined;
  readonly #groups: readonly JudgedGroup[];
  readonly #shared = new Map<string, SharedEvaluation>();

  constructor({ groups, policies }: OpenSources, placeOf: PlaceOf | undefined) {
    this.#groups = groups.filter(({ scope }) => scope !== 'fleet');
    this.#policies = policies.filter(({ scope }) => scope !== 'fleet');
    this.#placeOf = placeOf;
  }

  async evaluate(
    manifests: ManifestSet,
    cluster: Cluster,
    exceptions: readonly PolicyException[],
  ): Promise<SharedEvaluation> {
    const binding = clusterBinding(cluster);
    const views = this.#groups.map(({ viewPaths }) => viewOf(binding, viewPaths));
    const key = JSON.stringify([manifests.digest, views, exceptions.map(({ name }) => name)]);
    const known = this.#shared.get(key);
    if (known !== undefined) return known;

    const judgements = await Promise.all(
      this.#groups.map((group, index) => group.judge(manifests, views[index] ?? '{}')),
    );
    const findings = findingsOf(this.#policies, judgements.flat(), exceptions, this.#placeOf);
    const evaluation = {
      digest: digestOf(findings),
      findings,
      denials: denialsAmong(findings, this.#policies),
    };
    this.#shared.set(key, evaluation);
    return evaluation;
  }
}

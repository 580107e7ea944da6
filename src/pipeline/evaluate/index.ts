import { clusterBinding } from '../../cel/variables.ts';
import type { Cluster } from '../../model/cluster.ts';
import { coversCluster, unusedAmong } from '../../model/exception.ts';
import type { PolicyException } from '../../model/exception.ts';
import type { Evaluation, Finding } from '../../model/finding.ts';
import type { ManifestSet, Rendering } from '../../model/manifest.ts';
import type { PolicyMetadata, PolicySource } from '../../model/policy.ts';
import type { RunContext } from '../../model/ports.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import { viewOf } from './cluster-view.ts';
import { exceptionsInForce } from './exceptions.ts';
import { findingsOf } from './findings.ts';
import type { PlaceOf } from './findings.ts';
import { openSources } from './open-sources.ts';
import type { JudgedGroup } from './open-sources.ts';

export { documentManifests } from './document-manifests.ts';
export { evaluateFiles } from './evaluate-files.ts';
export type { FileFinding } from './evaluate-files.ts';
export { examineExceptions } from './examine-exceptions.ts';
export { examineGatekeeper, examinePolicies, sharedIds, unknownControls } from './examine-policies.ts';

export interface EvaluateInput {
  readonly renderings: readonly Rendering[];
  /** By name; every rendering's cluster is among them. */
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly policies: readonly PolicySource[];
  readonly exceptions: readonly PolicyException[];
  /** Where findings point to in the source; absent: at the document that made the manifest. */
  readonly placeOf?: PlaceOf;
}

export interface EvaluateResult {
  /** By cluster, for every rendering that has manifests. */
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  /** Names of the exceptions in force that certainly except nothing, sorted. */
  readonly unusedExceptions: readonly string[];
  /** Sorted by id. */
  readonly policies: readonly PolicyMetadata[];
  /** Some policy asks for the time: its verdict may be another one a moment later. */
  readonly asksTheTime: boolean;
}

/**
 * Judges the manifests of every cluster by every policy. A policy that throws gives the finding `notEvaluated`, and the
 * run goes on; what is not evaluated blocks like what fails. REGO_INVALID, CONFIG_DUPLICATE and CONFIG_REFERENCE for
 * mistakes in policies and exceptions, REGO_UNAVAILABLE without a compiler.
 */
export async function evaluate(input: EvaluateInput, context: RunContext): Promise<EvaluateResult> {
  const now = context.clock.now();
  const { policies, groups } = await openSources(input.policies, context, { conftest: true });
  const exceptions = exceptionsInForce(input.exceptions, policies, now);
  const evaluator = new ClusterEvaluator(groups, policies, input.placeOf);

  const evaluations = new Map<string, Evaluation>();
  for (const rendering of input.renderings) {
    context.signal.throwIfAborted();
    const cluster = input.clusters.get(rendering.cluster);
    if (cluster === undefined)
      throw new Error(`${rendering.cluster} was rendered but is not in the inventory`);
    if ('error' in rendering) continue;
    const covering = exceptions.filter((exception) => coversCluster(exception, cluster));
    const shared = await evaluator.evaluate(rendering.manifests, cluster, covering);
    evaluations.set(rendering.cluster, { cluster: rendering.cluster, ...shared });
  }
  const asksTheTime = groups.some(({ clock }) => clock);
  return {
    evaluations,
    unusedExceptions: unusedNames(exceptions, evaluations, input),
    policies,
    asksTheTime,
  };
}

/** What was excepted by one that lasts longer does not count as used: the other may go. */
function unusedNames(
  inForce: readonly PolicyException[],
  evaluations: ReadonlyMap<string, Evaluation>,
  { renderings, clusters }: EvaluateInput,
): readonly string[] {
  const distinct = new Set([...evaluations.values()].map(({ findings }) => findings));
  const used = new Set([...distinct].flatMap((findings) => findings.map(({ exception }) => exception)));
  const unjudged = renderings.flatMap((rendering) =>
    'error' in rendering ? (clusters.get(rendering.cluster) ?? []) : [],
  );
  return unusedAmong(inForce, used, unjudged)
    .map(({ name }) => name)
    .sort();
}

/** What clusters share when nothing in them makes a difference. */
type SharedEvaluation = Omit<Evaluation, 'cluster'>;

class ClusterEvaluator {
  readonly #policies: readonly PolicyMetadata[];
  readonly #placeOf: PlaceOf | undefined;
  readonly #groups: readonly JudgedGroup[];
  readonly #shared = new Map<string, SharedEvaluation>();

  constructor(
    groups: readonly JudgedGroup[],
    policies: readonly PolicyMetadata[],
    placeOf: PlaceOf | undefined,
  ) {
    this.#groups = groups;
    this.#policies = policies;
    this.#placeOf = placeOf;
  }

  async evaluate(
    manifests: ManifestSet,
    cluster: Cluster,
    exceptions: readonly PolicyException[],
  ): Promise<SharedEvaluation> {
    const binding = clusterBinding(cluster);
    const views = this.#groups.map(({ clusterPaths }) => viewOf(binding, clusterPaths));
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

/** Fail closed: what an enforcing policy could not judge is as bad as what it found wrong. */
function denialsAmong(findings: readonly Finding[], policies: readonly PolicyMetadata[]): readonly Finding[] {
  const enforcing = new Set(policies.filter(({ enforcement }) => enforcement === 'deny').map(({ id }) => id));
  return findings.filter(
    ({ state, policy }) => (state === 'fail' || state === 'notEvaluated') && enforcing.has(policy),
  );
}

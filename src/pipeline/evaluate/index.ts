import { clusterBinding } from '../../cel/variables.ts';
import type { Cluster } from '../../model/cluster.ts';
import type { PolicyException } from '../../model/exception.ts';
import type { Evaluation, Finding } from '../../model/finding.ts';
import type { ManifestSet, Rendering } from '../../model/manifest.ts';
import type { PolicyMetadata, PolicySource } from '../../model/policy.ts';
import type { RunContext } from '../../model/ports.ts';
import { RegoCompiler } from '../../rego/compile.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import { viewOf } from './cluster-view.ts';
import type { PolicyGroup } from './entry-module.ts';
import { coversCluster, exceptionsInForce } from './exceptions.ts';
import { findingsOf } from './findings.ts';
import type { PlaceOf } from './findings.ts';
import { Judge } from './judge.ts';
import { openPolicySet, requireUniqueIds } from './policy-set.ts';
import type { PolicySet } from './policy-set.ts';

export { examinePolicies, sharedIds, unknownControls } from './examine-policies.ts';

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
  const sets = await openPolicySets(input.policies, context, now);
  const policies = sets.flatMap((set) => set.policies).sort((a, b) => (a.id < b.id ? -1 : 1));
  requireUniqueIds(policies);
  const exceptions = exceptionsInForce(input.exceptions, policies, now);
  const evaluator = new ClusterEvaluator(sets, policies, input.placeOf, context);

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
  return { evaluations, policies, asksTheTime: sets.some(({ groups }) => groups.some(({ clock }) => clock)) };
}

async function openPolicySets(
  sources: readonly PolicySource[],
  { cache }: RunContext,
  now: Date,
): Promise<readonly PolicySet[]> {
  if (sources.length === 0) return [];
  const compiler = await RegoCompiler.open(cache);
  const sets: PolicySet[] = [];
  for (const source of sources) sets.push(await openPolicySet(source, compiler, now));
  return sets;
}

/** What clusters share when nothing in them makes a difference. */
type SharedEvaluation = Omit<Evaluation, 'cluster'>;

class ClusterEvaluator {
  readonly #policies: readonly PolicyMetadata[];
  readonly #placeOf: PlaceOf | undefined;
  readonly #groups: readonly { readonly judge: Judge; readonly group: PolicyGroup }[];
  readonly #shared = new Map<string, SharedEvaluation>();

  constructor(
    sets: readonly PolicySet[],
    policies: readonly PolicyMetadata[],
    placeOf: PlaceOf | undefined,
    context: RunContext,
  ) {
    this.#policies = policies;
    this.#placeOf = placeOf;
    this.#groups = sets.flatMap((set) => {
      const judge = new Judge(set, context);
      return set.groups.map((group) => ({ judge, group }));
    });
  }

  async evaluate(
    manifests: ManifestSet,
    cluster: Cluster,
    exceptions: readonly PolicyException[],
  ): Promise<SharedEvaluation> {
    const binding = clusterBinding(cluster);
    const views = this.#groups.map(({ group }) => viewOf(binding, group.clusterPaths));
    const key = JSON.stringify([manifests.digest, views, exceptions.map(({ name }) => name)]);
    const known = this.#shared.get(key);
    if (known !== undefined) return known;

    const judgements = await Promise.all(
      this.#groups.map(({ judge, group }, index) => judge.judge(group, manifests, views[index] ?? '{}')),
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

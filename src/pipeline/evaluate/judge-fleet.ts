import type { Cluster } from '../../model/cluster.ts';
import type { PolicyException } from '../../model/exception.ts';
import type { FleetEvaluation, FleetFinding } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import { orderTexts } from '../../model/order-texts.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import { viewOf } from './cluster-view.ts';
import { denialsAmong } from './denials.ts';
import { coversFleetFinding } from './exceptions.ts';
import type { Judgement } from './judge.ts';
import type { JudgedGroup } from './open-sources.ts';
import type { Violation } from './verdict.ts';

export interface JudgeFleetInput {
  /** Those of the scope `fleet`. */
  readonly groups: readonly JudgedGroup[];
  readonly policies: readonly PolicyMetadata[];
  readonly state: JsonObject;
  readonly clusters: ReadonlyMap<string, Cluster>;
  /** Those in force. */
  readonly exceptions: readonly PolicyException[];
}

/**
 * Judges all clusters together. Findings are sorted by policy, cluster, field and message, each one once. A policy that
 * names a cluster that is not in the inventory is not evaluated: nobody would look at what it found.
 */
export async function judgeFleet(input: JudgeFleetInput): Promise<FleetEvaluation> {
  const judgements = await judgeFleetState(input.groups, input.state);
  const findings = judgements
    .flatMap((judgement) => fromJudgement(judgement, input))
    .sort(compare)
    .filter((found, index, all) => index === 0 || compare(found, all[index - 1]) !== 0);
  return { digest: digestOf(findings), findings, denials: denialsAmong(findings, input.policies) };
}

/** What the groups of the scope `fleet` say of a state of the fleet. */
export async function judgeFleetState(
  groups: readonly JudgedGroup[],
  state: JsonObject,
): Promise<readonly Judgement[]> {
  const noManifests = { digest: '', manifests: [] };
  const judged = groups
    .filter(({ scope }) => scope === 'fleet')
    .map((group) => group.judge(noManifests, viewOf(state, group.viewPaths)));
  return (await Promise.all(judged)).flat();
}

function fromJudgement(
  { policy: { id: policy }, verdict }: Judgement,
  { clusters, exceptions }: JudgeFleetInput,
): readonly FleetFinding[] {
  const of = (state: FleetFinding['state'], violation: Partial<Violation> = {}) =>
    finding(policy, state, violation);
  if ('reason' in verdict) return [of('notEvaluated', { message: verdict.reason })];
  if ('notApplicable' in verdict) return [of('notApplicable', { message: verdict.notApplicable })];
  if (verdict.violations.length === 0) return [of('pass')];
  const stranger = verdict.violations.find(({ cluster }) => cluster !== undefined && !clusters.has(cluster));
  if (stranger !== undefined) {
    const name = JSON.stringify(stranger.cluster);
    return [of('notEvaluated', { message: `deny names the cluster ${name}, which is not in the inventory` })];
  }
  return verdict.violations.map((violation) => {
    const found = of('fail', violation);
    const cluster = clusters.get(violation.cluster ?? '');
    const exception = exceptions.find((candidate) => coversFleetFinding(candidate, policy, cluster));
    return exception === undefined ? found : { ...found, state: 'excepted', exception: exception.name };
  });
}

/** The fields stand in the order of canonical JSON, which makes the digest fast. */
function finding(
  policy: string,
  state: FleetFinding['state'],
  { cluster, field = '', fix = '', message = '' }: Partial<Violation>,
): FleetFinding {
  return { cluster: cluster ?? null, exception: null, field, fix, message, policy, state };
}

function compare(a: FleetFinding, b: FleetFinding | undefined): number {
  if (b === undefined) return 1;
  return (
    orderTexts(a.policy, b.policy) ||
    orderTexts(a.cluster ?? '', b.cluster ?? '') ||
    orderTexts(a.field, b.field) ||
    orderTexts(a.message, b.message) ||
    orderTexts(a.fix, b.fix)
  );
}

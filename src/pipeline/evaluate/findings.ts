import type { PolicyException } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { Manifest } from '../../model/manifest.ts';
import { orderTexts } from '../../model/order-texts.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import type { SourcePosition } from '../../model/position.ts';
import { coversFinding } from './exceptions.ts';
import type { Judgement } from './judge.ts';
import { referenceTo } from './kinds.ts';
import type { Violation } from './verdict.ts';

/** The place in the source of a field of a manifest. */
export type PlaceOf = (manifest: Manifest, field: string) => SourcePosition;

/**
 * The findings of a cluster, sorted by policy, path, field and message, each one once. A policy that judged nothing is not
 * applicable. `exceptions` are those that cover the cluster; they excuse what fails, never what was not evaluated.
 */
export function findingsOf(
  policies: readonly PolicyMetadata[],
  judgements: readonly Judgement[],
  exceptions: readonly PolicyException[],
  placeOf: PlaceOf = ({ origin }) => origin,
): readonly Finding[] {
  const judged = new Set(judgements.map(({ policy }) => policy.id));
  const without = policies.filter(({ id }) => !judged.has(id));
  const findings = [
    ...without.map((policy) => finding(policy, null, { state: 'notApplicable' })),
    ...judgements.flatMap((judgement) =>
      fromJudgement(judgement, placeOf).map((found) => except(found, judgement.manifest, exceptions)),
    ),
  ];
  return findings
    .sort(compare)
    .filter((found, index) => index === 0 || compare(found, findings[index - 1]) !== 0);
}

function fromJudgement({ policy, manifest, verdict }: Judgement, placeOf: PlaceOf): readonly Finding[] {
  if ('reason' in verdict)
    return [finding(policy, manifest, { state: 'notEvaluated', message: verdict.reason })];
  if ('notApplicable' in verdict)
    return [finding(policy, manifest, { state: 'notApplicable', message: verdict.notApplicable })];
  if (verdict.violations.length === 0) return [finding(policy, manifest, { state: 'pass' })];
  const { exception = null } = verdict;
  return verdict.violations.map((violation) => ({
    ...finding(policy, manifest, { state: exception === null ? 'fail' : 'excepted', ...violation }),
    exception,
    origin: manifest === null ? null : inOrder(placeOf(manifest, violation.field)),
  }));
}

/** The fields stand in the order of canonical JSON, here and below: tens of thousands of findings get a digest. */
function finding(
  policy: PolicyMetadata,
  manifest: Manifest | null,
  { state, message = '', field = '', fix = '' }: Pick<Finding, 'state'> & Partial<Violation>,
): Finding {
  return {
    exception: null,
    field,
    fix,
    message,
    object: manifest === null ? null : referenceTo(manifest.object),
    origin: manifest === null ? null : inOrder(manifest.origin),
    path: manifest === null ? null : manifest.path,
    policy: policy.id,
    state,
  };
}

function inOrder({ column, file, line }: SourcePosition): SourcePosition {
  return { column, file, line };
}

function except(found: Finding, manifest: Manifest | null, exceptions: readonly PolicyException[]): Finding {
  if (found.state !== 'fail') return found;
  const object = manifest?.object ?? null;
  const exception = exceptions.find((candidate) => coversFinding(candidate, found, object));
  return exception === undefined ? found : { ...found, state: 'excepted', exception: exception.name };
}

function compare(a: Finding, b: Finding | undefined): number {
  if (b === undefined) return 1;
  return (
    orderTexts(a.policy, b.policy) ||
    orderTexts(a.path ?? '', b.path ?? '') ||
    orderTexts(a.field, b.field) ||
    orderTexts(a.message, b.message) ||
    orderTexts(a.fix, b.fix)
  );
}

import { createHash } from 'node:crypto';
import type { Finding, FindingState } from '../../model/finding.ts';
import { orderTexts } from '../../model/order-texts.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import type { FindingReport } from '../../model/report.ts';
import type { EvaluatedGroup } from './evaluated-group.ts';
import { bySeverity } from './severity.ts';
import { worstFirst } from './states.ts';

/** Passes and not-applicables are counted; the other states are listed one by one. */
const listed: ReadonlySet<FindingState> = new Set(['fail', 'excepted', 'manual', 'notEvaluated']);

/** Whether somebody has to look at a finding. */
export function isListed({ state }: Pick<Finding, 'state'>): boolean {
  return listed.has(state);
}

/** The listed findings of all groups, and which of them each group has. */
export interface ListedFindings {
  /** Worst state first, then the most severe. */
  readonly findings: readonly FindingReport[];
  /** Ids of the listed findings of a group that these policies made, in the same order. */
  idsOf(group: EvaluatedGroup, policies: readonly string[]): readonly string[];
}

/** Lists equal findings once, with the evaluations that hold them. */
export function listFindings(
  groups: readonly EvaluatedGroup[],
  policies: ReadonlyMap<string, PolicyMetadata>,
): ListedFindings {
  const reports = new Map<string, FindingReport & { evaluations: string[]; clusters: number }>();
  const ids = new Map<EvaluatedGroup, Map<string, string[]>>();
  for (const group of groups) {
    const ofGroup = new Map<string, string[]>();
    ids.set(group, ofGroup);
    for (const finding of group.findings.filter(isListed)) {
      const id = evidenceId(finding);
      const ofPolicy = ofGroup.get(finding.policy);
      if (ofPolicy?.includes(id)) continue;
      if (ofPolicy) ofPolicy.push(id);
      else ofGroup.set(finding.policy, [id]);
      const report = reports.get(id) ?? {
        ...findingReport(id, finding, policies),
        evaluations: [],
        clusters: 0,
      };
      report.evaluations.push(group.digest);
      report.clusters += group.clusters.length;
      reports.set(id, report);
    }
  }
  const findings = [...reports.values()].sort(worseFirst);
  const rank = new Map(findings.map(({ id }, index) => [id, index]));
  return {
    findings,
    idsOf: (group, ofPolicies) =>
      ofPolicies
        .flatMap((policy) => ids.get(group)?.get(policy) ?? [])
        .sort((a, b) => (rank.get(a) ?? 0) - (rank.get(b) ?? 0)),
  };
}

/** Twelve hexadecimal digits of the content: the same finding keeps its id from report to report. */
function evidenceId(finding: Finding): string {
  const { policy, state, object, path, message, field, fix, exception, origin } = finding;
  const content = [
    policy,
    state,
    object && [object.apiVersion, object.kind, object.namespace, object.name],
    path,
    message,
    field,
    fix,
    exception,
    origin && [origin.file, origin.line, origin.column],
  ];
  return evidenceIdOf(content);
}

/** Names evidence by its content. */
export function evidenceIdOf(content: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 12);
}

function findingReport(
  id: string,
  finding: Finding,
  policies: ReadonlyMap<string, PolicyMetadata>,
): Omit<FindingReport, 'evaluations' | 'clusters'> {
  const policy = policies.get(finding.policy);
  return {
    id,
    state: finding.state,
    policy: finding.policy,
    severity: policy?.severity ?? null,
    controls: policy?.controls ?? [],
    object: finding.object,
    path: finding.path,
    field: finding.field,
    message: finding.message,
    fix: finding.fix || (policy?.remediation ?? ''),
    exception: finding.exception,
    origin: finding.origin,
  };
}

function worseFirst(a: FindingReport, b: FindingReport): number {
  return (
    worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state) ||
    bySeverity(a.severity, b.severity) ||
    orderTexts(a.policy, b.policy) ||
    orderTexts(a.path ?? '', b.path ?? '') ||
    orderTexts(a.id, b.id)
  );
}

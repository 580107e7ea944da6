import type { FleetFinding } from '../../model/finding.ts';
import type { RecordedRun } from '../../model/ledger.ts';
import { orderTexts } from '../../model/order-texts.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import type { FleetFindingReport, FleetReport } from '../../model/report.ts';
import { countStates } from './evaluated-group.ts';
import { evidenceIdOf, isListed } from './listed-findings.ts';
import { bySeverity } from './severity.ts';
import { worstFirst } from './states.ts';

/** What was found about the fleet: counted, and listed where somebody has to look, the worst first. */
export function fleetReport(
  { record, fleetFindings }: RecordedRun,
  policies: ReadonlyMap<string, PolicyMetadata>,
): FleetReport | null {
  if (record.fleetEvaluation === null) return null;
  return {
    evaluation: record.fleetEvaluation,
    states: countStates(fleetFindings.map(({ state }) => state)),
    findings: fleetFindings
      .filter(isListed)
      .map((finding) => findingReport(finding, policies.get(finding.policy)))
      .sort(worseFirst),
  };
}

/** The id of a finding about the fleet. */
export function fleetEvidenceId({
  policy,
  state,
  cluster,
  message,
  field,
  fix,
  exception,
}: FleetFinding): string {
  return evidenceIdOf([policy, state, cluster, message, field, fix, exception]);
}

function findingReport(finding: FleetFinding, policy: PolicyMetadata | undefined): FleetFindingReport {
  const { state, cluster, field, message, fix, exception } = finding;
  return {
    id: fleetEvidenceId(finding),
    state,
    policy: finding.policy,
    severity: policy?.severity ?? null,
    controls: policy?.controls ?? [],
    cluster,
    field,
    message,
    fix: fix || (policy?.remediation ?? ''),
    exception,
  };
}

function worseFirst(a: FleetFindingReport, b: FleetFindingReport): number {
  return (
    worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state) ||
    bySeverity(a.severity, b.severity) ||
    orderTexts(a.policy, b.policy) ||
    orderTexts(a.cluster ?? '', b.cluster ?? '') ||
    orderTexts(a.id, b.id)
  );
}

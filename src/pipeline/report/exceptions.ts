import type { PolicyException } from '../../model/exception.ts';
import { expiryOf } from '../../model/exception.ts';
import type { ExceptionReport, ExceptionStatus } from '../../model/report.ts';
import type { EvaluatedGroup } from './evaluated-group.ts';

const day = 86_400_000;
const expiringDays = 30;

/** Every exception of the rule book with what it covers, the first to expire first. */
export function exceptionReports(
  exceptions: readonly PolicyException[],
  groups: readonly EvaluatedGroup[],
  now: Date,
): readonly ExceptionReport[] {
  const covered = coverage(groups);
  return exceptions
    .map((exception) => {
      const covers = covered.get(exception.name) ?? { findings: 0, clusters: 0 };
      const left = expiryOf(exception.expires) - now.getTime();
      return {
        name: exception.name,
        status: statusOf(left),
        daysLeft: Math.floor(left / day),
        unused: covers.findings === 0,
        owner: exception.owner,
        approver: exception.approver,
        reason: exception.reason,
        ticket: exception.ticket,
        created: exception.created,
        expires: exception.expires,
        compensatingControl: exception.compensatingControl,
        policies: exception.match.policies,
        covers,
        position: exception.position,
      };
    })
    .sort((a, b) => expiryOf(a.expires) - expiryOf(b.expires) || (a.name < b.name ? -1 : 1));
}

function statusOf(left: number): ExceptionStatus {
  if (left <= 0) return 'expired';
  return left <= expiringDays * day ? 'expiring' : 'active';
}

function coverage(groups: readonly EvaluatedGroup[]): ReadonlyMap<string, ExceptionReport['covers']> {
  const covered = new Map<string, { findings: number; clusters: number }>();
  for (const group of groups) {
    const excepted = group.findings.filter((finding) => finding.state === 'excepted');
    for (const [name, findings] of Map.groupBy(excepted, (finding) => finding.exception ?? '')) {
      const covers = covered.get(name) ?? { findings: 0, clusters: 0 };
      covers.findings += findings.length * group.clusters.length;
      covers.clusters += group.clusters.length;
      covered.set(name, covers);
    }
  }
  return covered;
}

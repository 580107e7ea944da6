import type { PolicyException } from '../../model/exception.ts';
import { daysLeft, exceptionState, expiryOf, unusedAmong } from '../../model/exception.ts';
import type { RecordedRun } from '../../model/ledger.ts';
import type { ExceptionReport, ExceptionStatus, Population } from '../../model/report.ts';
import type { EvaluatedGroup } from './evaluated-group.ts';

const expiringDays = 30;

/** Every exception of the rule book with what it covers, the first to expire first. */
export function exceptionReports(
  run: Pick<RecordedRun, 'record' | 'ruleBook'>,
  population: Pick<Population, 'clusters'>,
  groups: readonly EvaluatedGroup[],
  now: Date,
): readonly ExceptionReport[] {
  const { exceptions } = run.ruleBook;
  const covered = coverage(groups);
  const unjudged = population.clusters.filter(({ state }) => state === 'noData');
  const unused = new Set(unusedAmong(inForceIn(run), new Set(covered.keys()), unjudged));
  return exceptions
    .map((exception) => ({
      name: exception.name,
      status: statusOf(exception, now),
      daysLeft: daysLeft(exception.expires, now),
      unused: unused.has(exception),
      owner: exception.owner,
      approver: exception.approver,
      reason: exception.reason,
      ticket: exception.ticket,
      created: exception.created,
      expires: exception.expires,
      compensatingControl: exception.compensatingControl,
      match: exception.match,
      covers: covered.get(exception.name) ?? { findings: 0, clusters: 0 },
      position: exception.position,
    }))
    .sort((a, b) => expiryOf(a.expires) - expiryOf(b.expires) || (a.name < b.name ? -1 : 1));
}

/** One that began or ended while the run lasted may have been judged by or not. */
function inForceIn({
  record,
  ruleBook,
}: Pick<RecordedRun, 'record' | 'ruleBook'>): readonly PolicyException[] {
  const moments = [record.startedAt, record.finishedAt].map((time) => new Date(time));
  return ruleBook.exceptions.filter((exception) =>
    moments.every((moment) => exceptionState(exception, moment) === 'active'),
  );
}

function statusOf(exception: PolicyException, now: Date): ExceptionStatus {
  const state = exceptionState(exception, now);
  return state === 'active' && expiryOf(exception.expires) - now.getTime() <= expiringDays * 86_400_000
    ? 'expiring'
    : state;
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

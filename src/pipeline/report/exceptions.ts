import type { PolicyException } from '../../model/exception.ts';
import { daysLeft, exceptionState, expiryOf, unusedAmong } from '../../model/exception.ts';
import type { FleetFinding } from '../../model/finding.ts';
import type { RecordedRun } from '../../model/ledger.ts';
import type { ExceptionReport, ExceptionStatus, Population } from '../../model/report.ts';
import type { EvaluatedGroup } from './evaluated-group.ts';

const expiringDays = 30;

/** Every exception of the rule book with what it covers, the first to expire first. */
export function exceptionReports(
  run: Pick<RecordedRun, 'record' | 'ruleBook' | 'fleetFindings'>,
  population: Pick<Population, 'clusters'>,
  groups: readonly EvaluatedGroup[],
  now: Date,
): readonly ExceptionReport[] {
  const { exceptions } = run.ruleBook;
  const covered = coverage(groups, run.fleetFindings);
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
      covers: {
        findings: covered.get(exception.name)?.findings ?? 0,
        clusters: covered.get(exception.name)?.clusters.size ?? 0,
      },
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

interface Coverage {
  findings: number;
  readonly clusters: Set<string>;
}

function coverage(
  groups: readonly EvaluatedGroup[],
  fleetFindings: readonly FleetFinding[],
): ReadonlyMap<string, Coverage> {
  const covered = new Map<string, Coverage>();
  const cover = (exception: string | null, findings: number, clusters: readonly string[]) => {
    if (exception === null) return;
    const covers = covered.get(exception) ?? { findings: 0, clusters: new Set() };
    covers.findings += findings;
    for (const cluster of clusters) covers.clusters.add(cluster);
    covered.set(exception, covers);
  };
  for (const { findings, clusters } of groups) {
    for (const [name, excepted] of Map.groupBy(findings, ({ exception }) => exception))
      cover(name, excepted.length * clusters.length, clusters);
  }
  for (const { exception, cluster } of fleetFindings) cover(exception, 1, cluster === null ? [] : [cluster]);
  return covered;
}

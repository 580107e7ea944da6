import type { ControlCatalog } from '../../model/control.ts';
import { speaksFor } from '../../model/control.ts';
import { McpError } from '../../model/error.ts';
import type { RecordedRun } from '../../model/ledger.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import type {
  EvaluationReport,
  FrameworkReport,
  Report,
  ReportScope,
  StateCounts,
} from '../../model/report.ts';
import type { EvaluatedGroup } from './evaluated-group.ts';
import { countOverClusters, groupByEvaluation } from './evaluated-group.ts';
import { exceptionReports } from './exceptions.ts';
import { fleetReport } from './fleet-report.ts';
import { FleetVerdicts } from './fleet-verdicts.ts';
import { frameworkReport, frameworkStates } from './frameworks.ts';
import { integrityOf } from './integrity.ts';
import type { ListedFindings } from './listed-findings.ts';
import { listFindings } from './listed-findings.ts';
import { notesOn } from './notes.ts';
import { policyReports } from './policies.ts';
import { leftClusters, populationOf } from './population.ts';
import { worstOfAll } from './worst.ts';

export interface ReportInput {
  readonly run: RecordedRun;
  /** The run before, to say what changed. */
  readonly previous?: RecordedRun | undefined;
  /** The moment that the report describes: whether an exception has expired is judged by it. */
  readonly now: Date;
  /** Names of control catalogues to report on; absent: those that the fleet reports on. */
  readonly frameworks?: readonly string[] | undefined;
}

/**
 * What a recorded run says about the fleet. Pure: needs neither the policy repository nor the branches,
 * and the same input gives the same report. Throws USAGE for a framework that the rule book does not hold.
 */
export function buildReport(input: ReportInput): Report {
  const { run, now } = input;
  const { ruleBook } = run;
  const scope = scopeOf(input);
  const population = populationOf(run);
  const groups = groupByEvaluation(population, run);
  const catalogs = selectCatalogs(input);
  const policies = new Map(ruleBook.policies.map((policy) => [policy.id, withMapped(policy, catalogs)]));
  const listed = listFindings(groups, policies);
  const fleet = new FleetVerdicts(run.fleetFindings);
  const findings = countOverClusters(groups, (group) => group.states);
  const before = statesBefore(input.previous);
  const frameworks = catalogs.map((catalog) =>
    frameworkReport(
      catalog,
      { policies: ruleBook.policies, groups, fleet, noData: population.noData, listed },
      before.get(catalog.name) ?? null,
    ),
  );
  const byPolicy = policyReports(policies, groups, run.fleetFindings);
  const exceptions = exceptionReports(run, population, groups, now);
  const worst = worstOfAll(frameworks, byPolicy, groups);
  return {
    apiVersion: 'mcp.policy/v1alpha1',
    kind: 'Report',
    scope,
    population,
    leftInventory: leftClusters(run),
    deadLetters: run.record.deadLetters,
    summary: { findings, failingClusters: worst.failingClusters },
    frameworks,
    policies: byPolicy,
    findings: listed.findings,
    evaluations: groups.map((group) => evaluationReport(group, listed)),
    fleet: fleetReport(run, policies),
    exceptions,
    worst,
    integrity: integrityOf(run, population),
    notes: notesOn(scope, population, exceptions, run),
  };
}

function scopeOf({ run: { record }, now, frameworks }: ReportInput): ReportScope {
  const { fleet, id, startedAt, finishedAt, source, repository, tool } = record;
  return {
    fleet,
    asOf: now.toISOString(),
    run: { id, startedAt, finishedAt },
    source,
    repository,
    tool,
    frameworks: frameworks ?? null,
  };
}

function selectCatalogs({ run, frameworks }: ReportInput): readonly ControlCatalog[] {
  const { catalogs } = run.ruleBook;
  if (frameworks === undefined) return catalogs.filter(({ reported }) => reported);
  return [...new Set(frameworks)].map((name) => {
    const catalog = catalogs.find((candidate) => candidate.name === name);
    if (catalog) return catalog;
    const known = catalogs.map((candidate) => candidate.name).join(', ');
    throw new McpError('USAGE', `The run ${run.record.id} knows no framework ${JSON.stringify(name)}.`, {
      hint: known === '' ? 'Its rule book holds no control catalogue.' : `It knows: ${known}.`,
    });
  });
}

/** The policy with the controls of these catalogues that it speaks for without naming them. */
function withMapped(policy: PolicyMetadata, catalogs: readonly ControlCatalog[]): PolicyMetadata {
  const spokenFor = catalogs
    .flatMap(({ controls }) => controls)
    .filter((control) => speaksFor(policy.controls, control));
  return { ...policy, controls: [...new Set([...policy.controls, ...spokenFor.map(({ id }) => id)])] };
}

/** The counts of the run before, by framework. */
function statesBefore(
  previous: RecordedRun | undefined,
): ReadonlyMap<string, { run: string; states: StateCounts }> {
  if (previous === undefined) return new Map<string, NonNullable<FrameworkReport['previous']>>();
  const population = populationOf(previous);
  const groups = groupByEvaluation(population, previous);
  const { policies, catalogs } = previous.ruleBook;
  const fleet = new FleetVerdicts(previous.fleetFindings);
  const input = { policies, groups, fleet, noData: population.noData };
  return new Map(
    catalogs.map((catalog) => [
      catalog.name,
      { run: previous.record.id, states: frameworkStates(catalog, input) },
    ]),
  );
}

function evaluationReport(group: EvaluatedGroup, listed: ListedFindings): EvaluationReport {
  return {
    digest: group.digest,
    clusters: group.clusters,
    states: group.states,
    findings: listed.idsOf(group, [...group.byPolicy.keys()]),
  };
}

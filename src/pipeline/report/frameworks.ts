import type { Control, ControlCatalog } from '../../model/control.ts';
import { speaksFor } from '../../model/control.ts';
import type { FleetFinding } from '../../model/finding.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import type { ControlReport, FrameworkReport, StateCounts } from '../../model/report.ts';
import { controlFails, controlState, objectStates } from './control-state.ts';
import type { EvaluatedGroup } from './evaluated-group.ts';
import { countOverClusters } from './evaluated-group.ts';
import { fleetEvidenceId } from './fleet-report.ts';
import type { FleetVerdicts } from './fleet-verdicts.ts';
import { isListed } from './listed-findings.ts';
import type { ListedFindings } from './listed-findings.ts';
import { addCounts, complianceOf, emptyTally, worstFirst, worstOf } from './states.ts';

export interface FrameworkInput {
  readonly policies: readonly PolicyMetadata[];
  readonly groups: readonly EvaluatedGroup[];
  readonly fleet: FleetVerdicts;
  /** Clusters without data: not evaluated under every control. */
  readonly noData: number;
}

/** A framework with each of its controls, in the order of the catalogue. */
export function frameworkReport(
  catalog: ControlCatalog,
  input: FrameworkInput & { readonly listed: ListedFindings },
  previous: FrameworkReport['previous'],
): FrameworkReport {
  const controls = catalog.controls.map((control) => controlReport(control, input));
  const states = emptyTally();
  for (const control of controls) addCounts(states, control.clusters);
  return {
    name: catalog.name,
    title: catalog.title,
    version: catalog.version,
    states,
    compliance: complianceOf(states),
    failingControls: controls.filter(controlFails).length,
    previous,
    controls,
  };
}

/** What `frameworkReport` counts, without the lists: for the run before. */
export function frameworkStates(catalog: ControlCatalog, input: FrameworkInput): StateCounts {
  const states = emptyTally();
  for (const control of catalog.controls)
    addCounts(states, clusterStates(control, policiesOf(control, input), input));
  return states;
}

function controlReport(
  control: Control,
  input: FrameworkInput & { readonly listed: ListedFindings },
): ControlReport {
  const policies = policiesOf(control, input);
  const clusters = clusterStates(control, policies, input);
  return {
    id: control.id,
    title: control.title,
    coverage: control.coverage,
    reason: control.reason || reasonWithoutPolicy(control, policies),
    policies,
    clusters,
    fleet: fleetState(input.fleet.of(policies)),
    objects: countOverClusters(input.groups, (group) => objectStates(findingsOf(group, policies))),
    compliance: complianceOf(clusters),
    affected: input.groups
      .map((group) => ({
        evaluation: group.digest,
        clusters: group.clusters.length,
        state: controlState(control, findingsOf(group, policies)),
        findings: input.listed.idsOf(group, policies),
      }))
      .filter((affected) => affected.findings.length > 0)
      .sort((a, b) => worstFirst.indexOf(a.state) - worstFirst.indexOf(b.state) || b.clusters - a.clusters),
  };
}

function clusterStates(control: Control, policies: readonly string[], input: FrameworkInput): StateCounts {
  const { groups, fleet, noData } = input;
  const named = new Set(fleet.of(policies).map(({ cluster }) => cluster));
  const states = emptyTally();
  for (const group of groups) {
    const own = findingsOf(group, policies);
    const apart = named.size === 0 ? [] : group.clusters.filter((cluster) => named.has(cluster));
    for (const cluster of apart) states[controlState(control, [...own, ...fleet.on(cluster, policies)])] += 1;
    const others = group.clusters.length - apart.length;
    states[controlState(control, [...own, ...fleet.on(null, policies)])] += others;
  }
  states.notEvaluated += noData;
  return states;
}

function fleetState(findings: readonly FleetFinding[]): ControlReport['fleet'] {
  const state = worstOf(findings.map((finding) => finding.state));
  return state === null ? null : { state, findings: findings.filter(isListed).map(fleetEvidenceId) };
}

function policiesOf(control: Control, input: FrameworkInput): readonly string[] {
  return input.policies.filter((policy) => speaksFor(policy.controls, control)).map((policy) => policy.id);
}

function findingsOf(group: EvaluatedGroup, policies: readonly string[]) {
  return policies.flatMap((policy) => group.byPolicy.get(policy) ?? []);
}

function reasonWithoutPolicy(control: Control, policies: readonly string[]): string {
  return control.coverage === 'automated' && policies.length === 0
    ? 'No policy of this run maps to this control.'
    : '';
}

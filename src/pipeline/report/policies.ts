import type { FleetFinding } from '../../model/finding.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import type { PolicyReport } from '../../model/report.ts';
import type { EvaluatedGroup } from './evaluated-group.ts';
import { countOverClusters, countStates } from './evaluated-group.ts';
import { addCounts } from './states.ts';

/** The policies of the rule book and any other that findings name, sorted by id. */
export function policyReports(
  policies: ReadonlyMap<string, PolicyMetadata>,
  groups: readonly EvaluatedGroup[],
  fleetFindings: readonly FleetFinding[],
): readonly PolicyReport[] {
  const ofFleet = Map.groupBy(fleetFindings, ({ policy }) => policy);
  const ids = new Set([
    ...policies.keys(),
    ...ofFleet.keys(),
    ...groups.flatMap((group) => [...group.byPolicy.keys()]),
  ]);
  return [...ids].sort().map((id) => {
    const policy = policies.get(id);
    const states = countOverClusters(groups, (group) =>
      countStates((group.byPolicy.get(id) ?? []).map((finding) => finding.state)),
    );
    addCounts(states, countStates((ofFleet.get(id) ?? []).map(({ state }) => state)));
    return {
      id,
      title: policy?.title ?? id,
      description: policy?.description ?? '',
      severity: policy?.severity ?? null,
      enforcement: policy?.enforcement ?? null,
      controls: policy?.controls ?? [],
      states,
    };
  });
}

import type { Control } from '../../model/control.ts';
import type { Finding, FindingState } from '../../model/finding.ts';
import type { ControlReport } from '../../model/report.ts';
import type { Tally } from './states.ts';
import { emptyTally, worstOf } from './states.ts';

/**
 * The state of a control on an evaluated cluster: the worst of the findings of its policies, where
 * - a manual control counts as one more finding `manual`: a policy may find it failing, never settle it;
 * - a control out of reach counts as one more finding `notEvaluated`, for the same reason;
 * - an automated control without any finding is `notEvaluated`. It is `notApplicable` only if its
 *   policies said so: missing evidence is never shown as a pass nor as nothing to do.
 */
export function controlState(control: Control, findings: readonly Pick<Finding, 'state'>[]): FindingState {
  const states = findings.map((finding) => finding.state);
  if (control.coverage === 'manual') states.push('manual');
  if (control.coverage === 'outOfReach') states.push('notEvaluated');
  return worstOf(states) ?? 'notEvaluated';
}

/** The objects of one cluster by their worst state; findings about the cluster as a whole count for none. */
export function objectStates(findings: readonly Finding[]): Tally {
  const byObject = Map.groupBy(
    findings.filter((finding) => finding.object !== null),
    ({ object }) => JSON.stringify([object?.apiVersion, object?.kind, object?.namespace, object?.name]),
  );
  const tally = emptyTally();
  for (const ofObject of byObject.values()) {
    const state = worstOf(ofObject.map((finding) => finding.state));
    if (state !== null) tally[state] += 1;
  }
  return tally;
}

/** Whether a control fails anywhere. */
export function controlFails({ clusters, fleet }: Pick<ControlReport, 'clusters' | 'fleet'>): boolean {
  return clusters.fail > 0 || fleet?.state === 'fail';
}

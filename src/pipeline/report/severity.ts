import type { Severity } from '../../model/policy.ts';

export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low'];

/** Most severe first; a policy whose severity nobody knows is taken for the worst. */
export function bySeverity(a: Severity | null, b: Severity | null): number {
  const rank = (severity: Severity | null) => (severity === null ? -1 : severities.indexOf(severity));
  return rank(a) - rank(b);
}

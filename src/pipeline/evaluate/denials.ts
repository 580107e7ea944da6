import type { Finding } from '../../model/finding.ts';
import type { PolicyMetadata } from '../../model/policy.ts';

/** Fail closed: what an enforcing policy could not judge is as bad as what it found wrong. */
export function denialsAmong<Found extends Pick<Finding, 'state' | 'policy'>>(
  findings: readonly Found[],
  policies: readonly PolicyMetadata[],
): readonly Found[] {
  const enforcing = new Set(policies.filter(({ enforcement }) => enforcement === 'deny').map(({ id }) => id));
  return findings.filter(
    ({ state, policy }) => (state === 'fail' || state === 'notEvaluated') && enforcing.has(policy),
  );
}

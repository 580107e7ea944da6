import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import { expiryOf } from '../../model/exception.ts';
import type { PolicyException } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import { selectorMatches } from '../../model/label-selector.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import { anyKindMatches } from './kinds.ts';

/**
 * The exceptions in force at a time, by name. One that has expired, or is not yet in force, is left out and stops nothing. CONFIG_REFERENCE for one in
 * force that names a policy there is none of: exceptions name policies one by one, there is no `*`.
 */
export function exceptionsInForce(
  exceptions: readonly PolicyException[],
  policies: readonly PolicyMetadata[],
  now: Date,
): readonly PolicyException[] {
  const known = new Set(policies.map(({ id }) => id));
  const inForce = exceptions.filter(
    ({ created, expires }) => Date.parse(created) <= now.getTime() && now.getTime() < expiryOf(expires),
  );
  for (const { name, match, position } of inForce) {
    const unknown = match.policies.find((id) => !known.has(id));
    if (unknown !== undefined)
      throw new McpError(
        'CONFIG_REFERENCE',
        `exception ${name} is about the policy ${unknown}, which does not exist`,
        { position, hint: 'Name policies by their custom.id; remove the exception when the policy is gone.' },
      );
  }
  return inForce.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whether an exception is about a cluster: named, and selected, where it says so. */
export function coversCluster({ match }: PolicyException, cluster: Cluster): boolean {
  if (match.clusters.length > 0 && !match.clusters.includes(cluster.name)) return false;
  return match.clusterSelector === null || selectorMatches(match.clusterSelector, cluster.labels);
}

/** Whether an exception, which covers the cluster, covers a finding there. One that names objects is about objects alone. */
export function coversFinding({ match }: PolicyException, { policy, object }: Finding): boolean {
  if (!match.policies.includes(policy)) return false;
  const { kinds, namespaces, names } = match;
  if (object === null) return kinds.length + namespaces.length + names.length === 0;
  return (
    anyKindMatches(kinds, object) &&
    (namespaces.length === 0 || (object.namespace !== null && namespaces.includes(object.namespace))) &&
    (names.length === 0 || names.includes(object.name))
  );
}

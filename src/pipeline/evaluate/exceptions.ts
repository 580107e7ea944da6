import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import { coversCluster, exceptionState, expiryOf } from '../../model/exception.ts';
import type { PolicyException } from '../../model/exception.ts';
import type { Finding } from '../../model/finding.ts';
import type { Json } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import { readPath } from '../../yaml/read-path.ts';
import { anyKindMatches } from './kinds.ts';

/**
 * The exceptions in force at a time, the one that lasts longest first: it is the one that covers where several do. One that
 * has expired, or is not yet in force, is left out and stops nothing. For one in force: CONFIG_REFERENCE when it names a
 * policy there is none of, CONFIG_INVALID when it names all there are and no object.
 */
export function exceptionsInForce(
  exceptions: readonly PolicyException[],
  policies: readonly PolicyMetadata[],
  now: Date,
): readonly PolicyException[] {
  const known = new Set(policies.map(({ id }) => id));
  const inForce = exceptions.filter((exception) => exceptionState(exception, now) === 'active');
  for (const exception of inForce) requireNarrow(exception, known);
  return inForce.toSorted((a, b) => expiryOf(b.expires) - expiryOf(a.expires) || (a.name < b.name ? -1 : 1));
}

function requireNarrow({ name, match, position }: PolicyException, known: ReadonlySet<string>): void {
  const unknown = match.policies.find((id) => !known.has(id));
  if (unknown !== undefined)
    throw new McpError(
      'CONFIG_REFERENCE',
      `exception ${name} is about the policy ${unknown}, which does not exist`,
      { position, hint: 'Name policies by their custom.id; remove the exception when the policy is gone.' },
    );
  const named = new Set(match.policies);
  if (known.size > 1 && named.size === known.size && !namesObjects(match))
    throw new McpError('CONFIG_INVALID', `exception ${name} names every policy there is, and no object`, {
      position,
      hint: 'Nothing would be judged on its clusters. Take them out of the placement, or name what is excepted.',
    });
}

/** Whether it is for some objects only; kinds count too. */
export function namesObjects({ kinds, namespaces, names, containers }: PolicyException['match']): boolean {
  return kinds.length + namespaces.length + names.length + containers.length > 0;
}

/**
 * Whether an exception, which covers the cluster, covers a finding there. One that names objects is about objects alone,
 * one that names containers about findings inside a container alone.
 */
export function coversFinding(
  { match }: PolicyException,
  { policy, object, field }: Finding,
  manifest: KubernetesObject | null,
): boolean {
  if (!match.policies.includes(policy)) return false;
  if (object === null) return !namesObjects(match);
  const { kinds, namespaces, names, containers } = match;
  return (
    anyKindMatches(kinds, object) &&
    (namespaces.length === 0 || (object.namespace !== null && namespaces.includes(object.namespace))) &&
    (names.length === 0 || names.includes(object.name)) &&
    (containers.length === 0 || containers.includes(containerAt(field, manifest) ?? ''))
  );
}

/** Whether an exception covers what a policy of the scope `fleet` found: only what names a cluster can be excepted. */
export function coversFleetFinding(
  exception: PolicyException,
  policy: string,
  cluster: Cluster | undefined,
): boolean {
  const { match } = exception;
  if (cluster === undefined || !match.policies.includes(policy) || namesObjects(match)) return false;
  return coversCluster(exception, cluster);
}

const containerLists: readonly unknown[] = ['containers', 'initContainers', 'ephemeralContainers'];

/** The name of the container that a field lies in; undefined for a field that lies in none, or in one without a name. */
function containerAt(field: string, manifest: KubernetesObject | null): string | undefined {
  const path = readPath(field);
  const list = path.findIndex((key) => containerLists.includes(key));
  if (list < 0 || list + 1 >= path.length) return undefined;
  const container = path
    .slice(0, list + 2)
    .reduce<Json | undefined>(
      (value, key) =>
        Array.isArray(value)
          ? (value as readonly Json[])[Number(key)]
          : isJsonObject(value) && Object.hasOwn(value, key)
            ? value[key]
            : undefined,
      manifest ?? undefined,
    );
  const name = isJsonObject(container) ? container['name'] : undefined;
  return typeof name === 'string' ? name : undefined;
}

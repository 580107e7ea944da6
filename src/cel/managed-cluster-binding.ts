import type { Cluster } from '../model/cluster.ts';
import { isJsonObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { canonicalQuantity } from '../model/quantity.ts';
import { ownValue } from './field-path.ts';

const known = new WeakMap<Cluster, JsonObject>();

/**
 * The value of `managedCluster`: the object as a hub's Go types write it, where some fields are always there and empty
 * ones are not. What the inventory knows of the cluster counts; the rest is as the ManagedCluster says.
 */
export function managedClusterBinding(cluster: Cluster): JsonObject {
  const made = known.get(cluster) ?? bind(cluster);
  known.set(cluster, made);
  return made;
}

function bind(cluster: Cluster): JsonObject {
  const { name, labels, taints, claims, allocatable, capacity, accepted, managedCluster = {} } = cluster;
  const status = fieldsOf(managedCluster, 'status');
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: {
      creationTimestamp: null,
      ...fieldsOf(managedCluster, 'metadata'),
      name,
      ...unlessEmpty('labels', labels),
    },
    spec: {
      leaseDurationSeconds: 60,
      ...fieldsOf(managedCluster, 'spec'),
      hubAcceptsClient: accepted,
      ...unlessEmpty(
        'taints',
        taints.map(({ key, value, effect, timeAdded }) => ({
          ...{ key, effect, timeAdded },
          ...unlessEmpty('value', value),
        })),
      ),
    },
    status: {
      conditions: null,
      version: {},
      ...status,
      ...unlessEmpty('allocatable', canonical(allocatable)),
      ...unlessEmpty('capacity', canonical(capacity)),
      ...unlessEmpty(
        'clusterClaims',
        Object.entries(claims).map(([claim, value]) => ({ name: claim, value })),
      ),
    },
  };
}

function canonical(quantities: Cluster['capacity']): JsonObject {
  return Object.fromEntries(
    Object.entries(quantities).map(([name, text]) => [name, canonicalQuantity(text)]),
  );
}

/** Go leaves out what is empty, but for these two. */
const kept = new Set(['conditions', 'version']);

function fieldsOf(object: JsonObject, key: string): JsonObject {
  const value = ownValue(object, key);
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(([name, field]) => kept.has(name) || !isEmpty(field)),
  );
}

function isEmpty(value: Json): boolean {
  return value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}

function unlessEmpty(key: string, value: Json): JsonObject {
  return isEmpty(value) ? {} : { [key]: value };
}

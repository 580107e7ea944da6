import type { Cluster } from '../model/cluster.ts';
import type { JsonObject } from '../model/json.ts';

/** A variable that expressions may read: its name, with the fields it has when these are known beforehand. */
export type Variable = string | { readonly name: string; readonly fields: readonly string[] };

/** `cluster` in every expression of mcp. */
export const clusterVariable: Variable = {
  name: 'cluster',
  fields: ['name', 'labels', 'claims', 'taints', 'allocatable', 'capacity', 'availability'],
};

/** The value of `cluster`: what the inventory says of a cluster, without what belongs to the hub's own business. */
export function clusterBinding(cluster: Cluster): JsonObject {
  return {
    name: cluster.name,
    labels: cluster.labels,
    claims: cluster.claims,
    taints: cluster.taints.map(({ key, value, effect, timeAdded }) => ({ key, value, effect, timeAdded })),
    allocatable: cluster.allocatable,
    capacity: cluster.capacity,
    availability: cluster.availability,
  };
}

export function variableName(variable: Variable): string {
  return typeof variable === 'string' ? variable : variable.name;
}

import type { Cluster } from '../../model/cluster.ts';

/** One step of a placement: null lets the cluster through, a text says why it is left out. */
export type Filter = (cluster: Cluster) => string | null;

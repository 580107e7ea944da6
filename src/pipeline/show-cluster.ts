import type { Availability, Cluster, Taint } from '../model/cluster.ts';
import type { ObjectId } from '../model/git.ts';
import type { ClusterRecord } from '../model/ledger.ts';
import { placementKey } from '../model/placement.ts';
import type { Decision, DropStep } from '../model/placement.ts';
import type { RunContext } from '../model/ports.ts';
import type { SourcePosition } from '../model/position.ts';
import { decideFleet } from './decide.ts';
import { originsOf } from './inventory/index.ts';
import type { FleetOptions } from './open-fleet.ts';
import { clusterSetsOf } from './placement/index.ts';
import { unknownCluster } from './unknown-cluster.ts';

/** A label or a claim, with the entry of the inventory that it comes from. */
export interface Fact {
  readonly key: string;
  readonly value: string;
  readonly position: SourcePosition | null;
}

/** All that is known of one cluster. */
export interface ClusterDetails {
  readonly name: string;
  /** Every document that tells of the cluster; the first goes before the others. */
  readonly entries: readonly SourcePosition[];
  readonly accepted: boolean;
  readonly terminating: boolean;
  readonly labels: readonly Fact[];
  readonly claims: readonly Fact[];
  /** Null for a taint that follows from the cluster's availability. */
  readonly taints: readonly (Taint & { readonly position: SourcePosition | null })[];
  readonly sets: readonly string[];
  readonly availability: {
    readonly state: Availability;
    /** Who says so; empty where nobody does. */
    readonly cause: string;
    readonly notSeenSince: string | null;
    /** When its lease was renewed; null without one. */
    readonly lastSeen: string | null;
  };
  readonly placements: readonly {
    readonly placement: string;
    readonly selected: boolean;
    readonly step: DropStep | null;
    readonly reason: string;
  }[];
  readonly baselines: readonly string[];
  /** What the last run recorded; null for a cluster that it did not know. */
  readonly last:
    | (Pick<ClusterRecord, 'branch' | 'outcome' | 'message'> & {
        readonly run: string;
        readonly finishedAt: string;
        readonly tip: ObjectId | null;
      })
    | null;
}

/** What the inventory says of a cluster and where, who selects it, and what became of it. Throws USAGE for one that does not exist. */
export async function showCluster(
  name: string,
  options: FleetOptions,
  context: RunContext,
): Promise<ClusterDetails> {
  const fleet = await decideFleet({ ...options, history: true }, context);
  const cluster = fleet.clusters.find((each) => each.name === name);
  if (cluster === undefined)
    throw unknownCluster(
      name,
      fleet.clusters.map((each) => each.name),
    );
  return {
    name,
    ...inventoryDetails(cluster, originsOf(fleet.workspace.inventory, name)),
    accepted: cluster.accepted,
    terminating: cluster.terminating,
    sets: clusterSetsOf(cluster, fleet.workspace.clusterSets),
    availability: {
      state: cluster.availability,
      cause: cluster.availabilityCause ?? '',
      notSeenSince: cluster.notSeenSince ?? null,
      lastSeen: cluster.lease?.renewed ?? null,
    },
    placements: fleet.decisions.map((decision) => selection(name, decision)),
    baselines: fleet.baselines.get(name) ?? [],
    last: lastOf(name, fleet.recorded),
  };
}

function inventoryDetails(
  cluster: Cluster,
  origins: ReturnType<typeof originsOf>,
): Pick<ClusterDetails, 'entries' | 'labels' | 'claims' | 'taints'> {
  const facts = (field: 'labels' | 'claims'): readonly Fact[] =>
    Object.entries(cluster[field]).map(([key, value]) => {
      const origin = origins.find((each) => Object.hasOwn(each.cluster[field], key));
      const position = field === 'labels' ? origin?.label(key) : origin?.claim(key);
      return { key, value, position: position ?? null };
    });
  return {
    entries: origins.map((origin) => origin.cluster.position),
    labels: facts('labels'),
    claims: facts('claims'),
    taints: cluster.taints.map((taint) => ({ ...taint, position: placeOf(taint, origins) })),
  };
}

function placeOf({ key, effect }: Taint, origins: ReturnType<typeof originsOf>): SourcePosition | null {
  for (const { cluster, taint } of origins) {
    const index = cluster.taints.findIndex((each) => each.key === key && each.effect === effect);
    if (index !== -1) return taint(index);
  }
  return null;
}

function selection(name: string, { placement, clusters, dropped }: Decision) {
  const drop = dropped.find(({ cluster }) => cluster === name);
  return {
    placement: placementKey(placement),
    selected: clusters.includes(name),
    step: drop?.step ?? null,
    reason: drop?.reason ?? '',
  };
}

function lastOf(
  name: string,
  recorded: Awaited<ReturnType<typeof decideFleet>>['recorded'],
): ClusterDetails['last'] {
  const record = recorded?.clusters.find((each) => each.name === name);
  if (recorded === null || record === undefined) return null;
  const { branch, tip, outcome, message } = record;
  return { run: recorded.id, finishedAt: recorded.finishedAt, branch, tip, outcome, message };
}

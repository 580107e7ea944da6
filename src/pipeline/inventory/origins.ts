import type { Cluster } from '../../model/cluster.ts';
import type { JsonObject } from '../../model/json.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { DocumentPath, InventorySource, SourceDocument } from '../../model/workspace.ts';
import { isClusterList } from './cluster-list.ts';
import { documentsOf } from './documents-of.ts';
import { readDocument } from './read-document.ts';

/** What one document says of a cluster, and where it says it. */
export interface ClusterOrigin {
  readonly cluster: Cluster;
  readonly label: (key: string) => SourcePosition;
  readonly claim: (name: string) => SourcePosition;
  /** @param index in `cluster.taints` */
  readonly taint: (index: number) => SourcePosition;
}

/** All that the inventory says of one cluster, the first entry first. Throws INVENTORY_FAILED. */
export function originsOf(sources: readonly InventorySource[], name: string): readonly ClusterOrigin[] {
  return sources
    .flatMap(documentsOf)
    .flatMap((document) =>
      readDocument(document).flatMap((cluster, index) =>
        cluster.name === name ? originIn(document, cluster, index) : [],
      ),
    );
}

function originIn(document: SourceDocument, cluster: Cluster, index: number): ClusterOrigin {
  if (isClusterList(document)) {
    const at = (...path: DocumentPath) => document.positionOf(['clusters', index, ...path]);
    return {
      cluster,
      label: (key) => at('labels', key),
      claim: (name) => at('claims', name),
      taint: (taint) => at('taints', taint),
    };
  }
  return {
    cluster,
    label: (key) => document.positionOf(['metadata', 'labels', key]),
    claim: (name) => document.positionOf(claimPath(document.value, name)),
    taint: (taint) => document.positionOf(['spec', 'taints', taint]),
  };
}

/** OCM and ClusterProfiles list claims by name; the version of other kinds stands in its own field: no path is the object. */
function claimPath({ status }: JsonObject, name: string): DocumentPath {
  for (const key of ['clusterClaims', 'properties']) {
    const list = (status as Partial<Record<string, unknown>> | null | undefined)?.[key];
    const at = Array.isArray(list)
      ? list.findIndex((claim: unknown) => (claim as { name?: unknown } | null)?.name === name)
      : -1;
    if (at !== -1) return ['status', key, at];
  }
  return [];
}

import type { Cluster } from '../../model/cluster.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { checkClusterName } from './cluster-name.ts';
import { Fields } from '../../yaml/fields.ts';
import { readLabels } from './labels.ts';
import { readTaint } from './taint.ts';

const known = [
  'name',
  'labels',
  'claims',
  'taints',
  'allocatable',
  'capacity',
  'server',
  'certificateAuthorityData',
];

/** Whether a document is a plain list of clusters: no Kubernetes object, but `clusters: [{name: …}]`. */
export function isClusterList({ value }: SourceDocument): boolean {
  return (
    Object.hasOwn(value, 'clusters') && !Object.hasOwn(value, 'apiVersion') && !Object.hasOwn(value, 'kind')
  );
}

/** Reads a plain list. Unknown fields are refused: a mistyped one would take a cluster out of a placement. Throws INVENTORY_FAILED. */
export function readClusterList(document: SourceDocument): readonly Cluster[] {
  const root = new Fields(document);
  refuseUnknown(root, ['clusters']);
  return root.list('clusters').map((fields, index) => {
    refuseUnknown(fields, known);
    const claims = fields.object('claims');
    return {
      name: checkClusterName(fields.requiredText('name'), fields, ['name']),
      labels: readLabels(fields),
      claims: Object.fromEntries(claims.keys().map((key) => [key, claims.text(key) ?? ''])),
      taints: fields.list('taints').map(readTaint),
      allocatable: fields.quantities('allocatable'),
      capacity: fields.quantities('capacity'),
      availability: 'unknown',
      accepted: true,
      terminating: false,
      position: document.positionOf(['clusters', index]),
    };
  });
}

function refuseUnknown(fields: Fields, allowed: readonly string[]): void {
  const unknown = fields.keys().find((key) => !allowed.includes(key));
  if (unknown === undefined) return;
  throw fields.error(
    [unknown],
    `A list of clusters has no field ${JSON.stringify(unknown)} here.`,
    `It has: ${allowed.join(', ')}.`,
  );
}

import type { Cluster } from '../../model/cluster.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { checkClusterName } from './cluster-name.ts';
import { Fields } from '../../yaml/fields.ts';
import { readLabels } from './labels.ts';
import { secretText } from './secret-text.ts';

const secretType = 'argocd.argoproj.io/secret-type';

/**
 * Reads an Argo CD cluster Secret (argo-cd docs, operator-manual/declarative-setup.md#clusters): its name and its
 * labels. Its `server` and `config` are for `readEndpoints` alone; credentials are never looked at. Null for Argo CD's other Secrets
 * (repositories). Throws INVENTORY_FAILED.
 */
export function readArgoCluster(document: SourceDocument): Cluster | null {
  const root = new Fields(document);
  const metadata = root.object('metadata');
  const labels = readLabels(metadata);
  if (labels[secretType] === undefined) {
    throw metadata.error(
      [],
      'The Secret is no Argo CD cluster.',
      `Argo CD marks its clusters with the label ${secretType}: cluster; move other Secrets out of the inventory.`,
    );
  }
  if (labels[secretType] !== 'cluster') return null;
  return {
    name: readName(root),
    labels: Object.fromEntries(
      Object.entries(labels).filter(([key]) => !key.startsWith('argocd.argoproj.io/')),
    ),
    claims: {},
    taints: [],
    allocatable: {},
    capacity: {},
    availability: 'unknown',
    accepted: true,
    terminating: metadata.text('deletionTimestamp') !== undefined,
    position: document.positionOf([]),
  };
}

function readName(root: Fields): string {
  const key = root.object('stringData').text('name') === undefined ? 'data' : 'stringData';
  const name = secretText(root, 'name') ?? root.object(key).requiredText('name');
  return checkClusterName(name, root.object(key), ['name']);
}

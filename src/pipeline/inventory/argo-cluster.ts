import type { Cluster } from '../../model/cluster.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { checkClusterName } from './cluster-name.ts';
import { Fields } from './fields.ts';
import { readLabels } from './labels.ts';

const secretType = 'argocd.argoproj.io/secret-type';

/**
 * Reads an Argo CD cluster Secret (argo-cd docs, operator-manual/declarative-setup.md#clusters): its name and its
 * labels. The server's address and the credentials in `config` are not looked at. Null for Argo CD's other Secrets
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

/** `stringData` wins over `data`, as it does on an API server. */
function readName(root: Fields): string {
  const stringData = root.object('stringData');
  const plain = stringData.text('name');
  if (plain !== undefined) return checkClusterName(plain, stringData, ['name']);
  const data = root.object('data');
  const encoded = data.requiredText('name').replaceAll(/\s/g, '');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') !== encoded) {
    throw data.error(['name'], 'data.name is not base64.', 'Encode it, or write the name under stringData.');
  }
  return checkClusterName(bytes.toString('utf8'), data, ['name']);
}

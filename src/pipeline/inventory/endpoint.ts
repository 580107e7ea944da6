import type { Endpoint, EndpointProblem } from '../../model/endpoint.ts';
import { isJsonObject } from '../../model/json.ts';
import type { JsonObject } from '../../model/json.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { Fields } from '../../yaml/fields.ts';
import { secretText } from './secret-text.ts';

/** An endpoint as the kinds give it; only what is public of it. */
interface Given {
  readonly url: string;
  /** Base64 of PEM. */
  readonly certificateAuthorityData?: string | undefined;
  readonly insecure?: boolean | undefined;
  readonly serverName?: string | undefined;
  readonly position: SourcePosition;
}

/**
 * Where a cluster of a document answers; null where the document does not say.
 *
 * @param index of the cluster, in a document that lists several
 * @throws McpError INVENTORY_FAILED for a field of the wrong type
 */
export function readEndpoint(document: SourceDocument, index: number): Endpoint | EndpointProblem | null {
  const root = new Fields(document);
  const reader = readers[root.text('kind') ?? 'list'];
  const given = reader?.(root, index) ?? null;
  return given === null ? null : checked(given);
}

const readers: Readonly<Record<string, (root: Fields, index: number) => Given | null>> = {
  list: (root, index) => {
    const cluster = root.list('clusters')[index];
    const url = cluster?.text('server');
    if (cluster === undefined || url === undefined) return null;
    const certificateAuthorityData = cluster.text('certificateAuthorityData');
    return { url, certificateAuthorityData, position: cluster.position('server') };
  },
  ManagedCluster: (root) => {
    const [config] = root.object('spec').list('managedClusterClientConfigs');
    const url = config?.text('url');
    if (config === undefined || url === undefined) return null;
    return { url, certificateAuthorityData: config.text('caBundle'), position: config.position('url') };
  },
  Secret: readArgoEndpoint,
  Cluster: (root) => {
    const spec = root.object('spec');
    const endpoint = spec.object('controlPlaneEndpoint');
    const host =
      endpoint.text('host') ?? spec.object('controlPlaneConfiguration').object('endpoint').text('host');
    if (host === undefined || host === '') return null;
    const authority = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    return {
      url: `https://${authority}:${endpoint.integer('port') ?? 6443}`,
      position: spec.position('controlPlaneEndpoint'),
    };
  },
  ClusterProfile: (root) => {
    const status = root.object('status');
    const [provider] = [...status.list('accessProviders'), ...status.list('credentialProviders')];
    const cluster = provider?.object('cluster');
    const url = cluster?.text('server');
    if (cluster === undefined || url === undefined) return null;
    return {
      url,
      certificateAuthorityData: cluster.text('certificate-authority-data'),
      insecure: cluster.flag('insecure-skip-tls-verify'),
      serverName: cluster.text('tls-server-name'),
      position: cluster.position('server'),
    };
  },
};

/** `config` holds credentials: it is parsed here, three public fields are taken, and no error repeats any of it. */
function readArgoEndpoint(root: Fields): Given | null {
  const url = secretText(root, 'server');
  if (url === undefined) return null;
  const tls = jsonObject(jsonObject(parseJson(secretText(root, 'config') ?? '{}'))['tlsClientConfig']);
  const text = (key: string): string | undefined => (typeof tls[key] === 'string' ? tls[key] : undefined);
  return {
    url,
    certificateAuthorityData: text('caData'),
    insecure: tls['insecure'] === true,
    serverName: text('serverName'),
    position: root.position('metadata'),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}

function jsonObject(value: unknown): JsonObject {
  return isJsonObject(value as JsonObject) ? (value as JsonObject) : {};
}

function checked(given: Given): Endpoint | EndpointProblem {
  const { position } = given;
  const url = URL.canParse(given.url) ? new URL(given.url) : null;
  if (url?.protocol !== 'https:') return { problem: 'its endpoint is no https URL', position };
  if (url.username !== '' || url.password !== '')
    return { problem: 'its endpoint holds credentials, which are not sent', position };
  const encoded = given.certificateAuthorityData ?? '';
  const certificateAuthority = encoded === '' ? null : Buffer.from(encoded, 'base64').toString('latin1');
  if (certificateAuthority !== null && !certificateAuthority.includes('-----BEGIN CERTIFICATE-----'))
    return { problem: 'the authority of its certificate is no base64 of PEM', position };
  return {
    url: `${url.origin}${url.pathname.replace(/\/+$/, '')}`,
    certificateAuthority,
    verify: given.insecure !== true,
    serverName: given.serverName === undefined || given.serverName === '' ? null : given.serverName,
    position,
  };
}

import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { TLSSocket } from 'node:tls';
import { join } from 'node:path';
import type { JsonObject } from '../../src/model/json.ts';
import { makeCertificates, tlsOptions } from './certificates.ts';
import type { Certificates } from './certificates.ts';
import { folderWith } from './folder.ts';

/** Instead of the page that was asked for. */
export interface Fault {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Breaks the connection after half of the answer. */
  readonly cut?: boolean;
}

/** The little of an API server that mcp asks: discovery, and lists in pages, over TLS. */
export interface FakeHub {
  readonly server: string;
  readonly folder: string;
  readonly certificates: Certificates;
  /** Path and query of each request so far. */
  readonly requests: string[];
  /** The headers of each. */
  readonly seen: IncomingMessage['headers'][];
  /** Who asked last by certificate. */
  clientName: string | undefined;
  /** Objects by the path of their list, such as `/apis/cluster.open-cluster-management.io/v1/managedclusters`. */
  readonly objects: Map<string, readonly JsonObject[]>;
  fault: (request: string, headers: IncomingMessage['headers']) => Fault | undefined;
  /** Writes a kubeconfig for it, with these fields of the user and the cluster; returns its path. */
  kubeconfig(user?: JsonObject, cluster?: JsonObject): string;
  close(): Promise<void>;
}

const served: Readonly<Record<string, readonly [kind: string, namespaced: boolean]>> = {
  managedclusters: ['ManagedCluster', false],
  managedclustersets: ['ManagedClusterSet', false],
  managedclustersetbindings: ['ManagedClusterSetBinding', true],
  addonplacementscores: ['AddOnPlacementScore', true],
  clusters: ['Cluster', true],
  clusterprofiles: ['ClusterProfile', true],
  applications: ['Application', true],
};

export const managedClusters = '/apis/cluster.open-cluster-management.io/v1/managedclusters';

export async function startFakeHub(): Promise<FakeHub> {
  const folder = folderWith({});
  const certificates = makeCertificates(folder);
  const server = createServer({ ...tlsOptions(certificates) }, (request, response) => {
    const { url = '', headers } = request;
    hub.requests.push(decodeURIComponent(url));
    hub.seen.push(headers);
    const { socket } = request;
    hub.clientName = socket instanceof TLSSocket ? commonName(socket) : undefined;
    const fault = hub.fault(url, headers);
    const answer = fault?.body ?? JSON.stringify(answerTo(url, hub.objects) ?? { kind: 'Status', code: 404 });
    response.writeHead(fault?.status ?? 200, { 'content-length': answer.length, ...fault?.headers });
    if (fault?.cut !== true) response.end(answer);
    else response.write(answer.slice(0, answer.length / 2), () => request.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  let files = 0;
  const hub: FakeHub = {
    server: address,
    folder,
    certificates,
    requests: [],
    seen: [],
    clientName: undefined,
    objects: new Map(),
    fault: () => undefined,
    kubeconfig(user = { token: 'good-token' }, cluster = {}) {
      const path = join(folder, `kubeconfig-${(files += 1)}`);
      writeFileSync(
        path,
        JSON.stringify({
          'current-context': 'hub',
          contexts: [{ name: 'hub', context: { cluster: 'hub', user: 'me' } }],
          clusters: [
            {
              name: 'hub',
              cluster: { server: address, 'certificate-authority': certificates.authority, ...cluster },
            },
          ],
          users: [{ name: 'me', user }],
        }),
      );
      return path;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return hub;
}

function commonName(socket: TLSSocket): string | undefined {
  // Empty without a certificate, whatever the types say.
  const { subject } = socket.getPeerCertificate() as { subject?: { CN?: string } };
  return subject?.CN;
}

function answerTo(url: string, objects: FakeHub['objects']): object | null {
  const { pathname, searchParams } = new URL(url, 'https://hub');
  const lists = [...objects.keys()].map((path) => path.split('/')).filter(([, api]) => api === 'apis');
  if (pathname === '/apis') {
    const groups = Map.groupBy(lists, ([, , group]) => group);
    const versionsOf = (paths: typeof lists) => [...new Set(paths.map(([, , , version]) => version))];
    return {
      groups: [...groups].map(([name, paths]) => ({
        name,
        versions: versionsOf(paths).map((version) => ({ version })),
      })),
    };
  }
  const items = objects.get(pathname.replace(/\/namespaces\/[^/]+/, ''));
  if (items === undefined) {
    const within = lists.filter((path) => path.slice(0, 4).join('/') === pathname);
    const resources = within.map((path) => {
      const [kind, namespaced] = served[path[4] ?? '']!;
      return { name: path[4], kind, namespaced, verbs: ['get', 'list'] };
    });
    return { resources: [{ name: 'other/status', kind: 'Other', verbs: ['get'] }, ...resources] };
  }
  const namespace = /\/namespaces\/([^/]+)/.exec(pathname)?.[1];
  const selector = searchParams.get('labelSelector')?.split('=');
  const all = items.filter(({ metadata }) => {
    const { namespace: own, labels = {} } = metadata as {
      namespace?: string;
      labels?: Record<string, string>;
    };
    const isChosen = selector === undefined || labels[selector[0]!] === selector[1];
    return isChosen && (namespace === undefined || own === namespace);
  });
  const from = Number(searchParams.get('continue') ?? 0);
  const to = from + Number(searchParams.get('limit') ?? all.length);
  const metadata = { resourceVersion: '7', ...(to < all.length ? { continue: String(to) } : {}) };
  return { metadata, items: all.slice(from, to) };
}

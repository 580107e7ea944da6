import { readFileSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { McpError } from '../model/error.ts';
import { expandHome } from '../runtime/expand-home.ts';
import { didYouMean } from '../runtime/nearest.ts';
import { Fields } from '../yaml/fields.ts';
import { parseDocuments } from '../yaml/parse.ts';
import type { Connection } from './connection.ts';
import { readIdentity, readImpersonation } from './identity.ts';
import { inClusterConnection } from './in-cluster.ts';
import { readMaterial } from './material.ts';

export interface KubeconfigOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly home: string;
  /** Where a pod finds its token and its authority. */
  readonly serviceAccountFolder: string;
}

/** A named entry of a kubeconfig, and the folder that its relative paths start from. */
interface Entry {
  readonly fields: Fields;
  readonly folder: string;
}

/**
 * The connection that a kubeconfig describes, found the way kubectl does: the file that is named, or else the files of
 * KUBECONFIG, of which the first that says something wins, or else `~/.kube/config`; without any, and without a context, the
 * service account of the pod.
 *
 * @throws McpError INVENTORY_FAILED without a value of the file: anything in it may be a credential.
 */
export function findConnection(
  asked: { readonly kubeconfig: string | null; readonly context: string | null },
  options: KubeconfigOptions,
): Connection {
  const { named, paths } = kubeconfigPaths(asked.kubeconfig, options);
  const files = paths.flatMap((path) => {
    const root = readKubeconfig(path);
    return root === null ? [] : [{ path, root }];
  });
  if (files.length === 0) {
    const inCluster = named || asked.context !== null ? null : inClusterConnection(options);
    if (inCluster !== null) return inCluster;
    throw failed(`There is no kubeconfig at ${paths.join(', ')}.`, 'Name one in KUBECONFIG.');
  }
  const shown = files.map(({ path }) => path).join(', ');
  const current = files.map(({ root }) => given(root.text('current-context'))).find((each) => each);
  const name = asked.context ?? current;
  if (name === undefined)
    throw failed(`${shown} has no current-context.`, 'Name a context in spec.inventory[].hub.context.');

  const find = (list: string, key: string, wanted: string): Entry => {
    const entries = files.flatMap(({ path, root }) =>
      root.list(list).map((item) => ({ name: item.text('name'), item, folder: dirname(path) })),
    );
    const found = entries.find((entry) => entry.name === wanted);
    if (found !== undefined) return { fields: found.item.object(key), folder: found.folder };
    const known = entries.flatMap((entry) => entry.name ?? []);
    throw failed(
      `${shown} has no ${key} ${JSON.stringify(wanted)}.`,
      didYouMean(wanted, known, `There are: ${known.join(', ') || 'none'}.`),
    );
  };
  const context = find('contexts', 'context', name).fields;
  const cluster = find('clusters', 'cluster', context.requiredText('cluster'));
  const userName = context.text('user') ?? '';
  const user = userName === '' ? null : find('users', 'user', userName);
  return {
    name,
    server: readServer(cluster.fields),
    ca: readMaterial(cluster.fields, 'certificate-authority', cluster.folder),
    tlsServerName: given(cluster.fields.text('tls-server-name')),
    insecure: cluster.fields.flag('insecure-skip-tls-verify') ?? false,
    proxyUrl: readProxy(cluster.fields),
    identity: user === null ? { kind: 'anonymous' } : readIdentity(user.fields, user.folder),
    impersonate: user === null ? null : readImpersonation(user.fields),
  };
}

function kubeconfigPaths(
  path: string | null,
  { environment, home }: KubeconfigOptions,
): { readonly named: boolean; readonly paths: readonly string[] } {
  if (path !== null) return { named: true, paths: [expandHome(path, home)] };
  const listed = (environment['KUBECONFIG'] ?? '').split(delimiter).filter((each) => each !== '');
  if (listed.length > 0) return { named: true, paths: [...new Set(listed.map((each) => resolve(each)))] };
  return { named: false, paths: [join(home, '.kube', 'config')] };
}

/** Null when there is no such file, which kubectl passes over as well. */
function readKubeconfig(path: string): Fields | null {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw failed(`The kubeconfig ${path} cannot be read.`, 'mcp has to be allowed to read it.');
  }
  try {
    const [document] = parseDocuments(text, path);
    return document === undefined ? null : new Fields(document);
  } catch (error) {
    // The reader's message may quote the text.
    const position = error instanceof McpError ? error.position : undefined;
    throw new McpError('INVENTORY_FAILED', `The kubeconfig ${path} is no YAML.`, { position });
  }
}

/** kubectl writes what is not set as an empty text. */
function given(text: string | undefined): string | undefined {
  return text === '' ? undefined : text;
}

function readServer(cluster: Fields): string {
  const text = cluster.requiredText('server');
  const url = URL.parse(/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw cluster.error(['server'], 'The server is no http or https URL.');
  if (url.username !== '' || url.password !== '')
    throw cluster.error(['server'], "The server's URL holds credentials.", 'Put them under users.');
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

function readProxy(cluster: Fields): string | undefined {
  const text = cluster.text('proxy-url') ?? '';
  if (text === '') return undefined;
  if (!/^https?:$/.test(URL.parse(text)?.protocol ?? ''))
    throw cluster.error(['proxy-url'], 'mcp goes through http and https proxies only.');
  // An older Node would go past the proxy without a word.
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 21) || major === 23 || (major === 24 && minor < 5))
    throw cluster.error(['proxy-url'], 'Proxies need Node 22.21, or 24.5 and later.');
  return text;
}

function failed(message: string, hint: string): McpError {
  return new McpError('INVENTORY_FAILED', message, { hint });
}

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { McpError } from '../model/error.ts';
import type { Connection } from './connection.ts';

/**
 * The API server of the cluster that mcp runs in, as its pod's service account; null outside of a pod
 * (https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/). Throws INVENTORY_FAILED without the authority.
 */
export function inClusterConnection({
  environment,
  serviceAccountFolder,
}: {
  readonly environment: NodeJS.ProcessEnv;
  readonly serviceAccountFolder: string;
}): Connection | null {
  const host = environment['KUBERNETES_SERVICE_HOST'] ?? '';
  const port = environment['KUBERNETES_SERVICE_PORT'] ?? '';
  const path = join(serviceAccountFolder, 'token');
  if (host === '' || port === '' || !existsSync(path)) return null;
  return {
    name: 'in-cluster',
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca: readAuthority(join(serviceAccountFolder, 'ca.crt')),
    tlsServerName: undefined,
    insecure: false,
    proxyUrl: undefined,
    identity: { kind: 'tokenFile', path },
    impersonate: null,
  };
}

function readAuthority(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (cause) {
    throw new McpError('INVENTORY_FAILED', `${path} cannot be read.`, { cause });
  }
}

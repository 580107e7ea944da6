import { readFileSync } from 'node:fs';
import { McpError } from '../model/error.ts';
import type { Connection, Credential } from './connection.ts';
import { askPlugin } from './exec-plugin.ts';
import type { PluginOptions } from './exec-plugin.ts';

/**
 * The credential of a connection, as it is now: token files are read, plugins run. Throws HUB_AUTH and INTERRUPTED.
 */
export async function readCredential(connection: Connection, options: PluginOptions): Promise<Credential> {
  const { impersonate } = connection;
  const own = await ownCredential(connection, options);
  if (impersonate === null) return own;
  const { user, groups } = impersonate;
  return { ...own, headers: { ...own.headers, 'Impersonate-User': user, 'Impersonate-Group': [...groups] } };
}

/** Whether a refused credential may be another one when it is read again. */
export function mayChange({ identity: { kind } }: Connection): boolean {
  return kind === 'tokenFile' || kind === 'exec';
}

async function ownCredential(connection: Connection, options: PluginOptions): Promise<Credential> {
  const { identity } = connection;
  switch (identity.kind) {
    case 'anonymous':
      return { headers: {} };
    case 'token':
      return bearer(identity.token, connection);
    case 'tokenFile':
      return bearer(readToken(identity.path, connection), connection);
    case 'certificate':
      return { headers: {}, cert: identity.cert, key: identity.key };
    case 'basic': {
      const pair = Buffer.from(`${identity.username}:${identity.password}`).toString('base64');
      return { headers: { Authorization: `Basic ${pair}` } };
    }
    case 'exec':
      return askPlugin(identity.plugin, connection, options);
  }
}

function readToken(path: string, { name }: Connection): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    throw new McpError('HUB_AUTH', `The token of the hub ${name} cannot be read from ${path}.`);
  }
}

function bearer(token: string, { name }: Connection): Credential {
  const text = token.trim();
  if (text !== '' && !/[^\x21-\x7e]/.test(text)) return { headers: { Authorization: `Bearer ${text}` } };
  throw new McpError('HUB_AUTH', `The token of the hub ${name} is none that a header can hold.`);
}

import type { GitRemote } from '../model/git.ts';
import { CatFile } from './cat-file.ts';
import { listRefs } from './list-refs.ts';
import { gitDirectory } from './local-transport.ts';
import { parseLocation } from './location.ts';
import type { LocalLocation, Location } from './location.ts';
import { makeTransport } from './make-transport.ts';
import { Mirror } from './mirror.ts';
import { RepositoryReader } from './object-reader.ts';
import { receivePack } from './receive-pack.ts';
import type { Transport } from './transport.ts';

export interface RemoteOptions {
  /** Where the mirrors of remote repositories are kept; everything in it may be deleted. */
  readonly cacheDirectory: string;
  /** Of mcp: servers are told it. */
  readonly toolVersion?: string | undefined;
  /** What a relative path starts from; the working directory when not given. */
  readonly directory?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Milliseconds of silence after which a connection is given up; five minutes when not given. */
  readonly idleTimeout?: number;
}

/** Reading of a remote: a mirror in the cache, or the repository itself when it is on this machine. */
interface Objects extends Pick<GitRemote, 'fetch' | 'reader'> {
  close(): void;
}

/**
 * Opens a fleet repository by http(s) or ssh URL, `user@host:path`, file URL or path. Nothing is sent yet.
 *
 * Credentials come from the URL, `MCP_GIT_USERNAME` with `MCP_GIT_PASSWORD` or `MCP_GIT_TOKEN` (only for the host
 * `MCP_GIT_HOST` when that is set), then git's `http.extraHeader` and credential helpers; for ssh, from the user's own ssh.
 *
 * @throws McpError CONFIG_INVALID, CONFIG_UNSUPPORTED for the location, GIT_UNAVAILABLE without git
 */
export async function openRemote(url: string, options: RemoteOptions): Promise<GitRemote> {
  const { environment = process.env, toolVersion, idleTimeout, directory } = options;
  const location = parseLocation(url, directory);
  const transport = await makeTransport(location, { environment, toolVersion, idleTimeout });
  const objects =
    location.kind === 'local' ? localObjects(location) : await mirroredObjects(location, transport, options);
  return {
    url: location.url,
    listRefs: (prefixes, signal) => listRefs(transport, prefixes, signal),
    push: (request) => receivePack(transport, request),
    fetch: (refs, fetchOptions) => objects.fetch(refs, fetchOptions),
    reader: () => objects.reader(),
    close: () => {
      transport.close();
      objects.close();
      return Promise.resolve();
    },
  };
}

async function mirroredObjects(
  { url }: Location,
  transport: Transport,
  { cacheDirectory, environment = process.env }: RemoteOptions,
): Promise<Objects> {
  const mirror = await Mirror.open(url, { cacheDirectory, environment });
  return {
    fetch: (refs, options = {}) => mirror.fetch(refs, { ...options, transport }),
    reader: () => mirror.reader,
    close: () => {
      mirror.close();
    },
  };
}

function localObjects({ path }: LocalLocation): Objects {
  const directory = gitDirectory(path) ?? path;
  const catFile = new CatFile(directory);
  const reader = new RepositoryReader(directory, catFile);
  return {
    fetch: () => Promise.resolve(),
    reader: () => reader,
    close: () => {
      catFile.close();
    },
  };
}

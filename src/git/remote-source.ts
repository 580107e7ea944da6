import { McpError } from '../model/error.ts';
import type { ObjectId, RefTip, SourceTree } from '../model/git.ts';
import { commitSource, noSuchRef } from './commit-source.ts';
import { listRefs } from './list-refs.ts';
import { parseLocation } from './location.ts';
import { makeTransport } from './make-transport.ts';
import { Mirror } from './mirror.ts';
import { isObjectId } from './object.ts';
import { requireSigned } from './require-signed.ts';
import type { SourceOptions } from './source-options.ts';
import { isRefName } from './ref-name.ts';
import type { Transport } from './transport.ts';

/** A policy repository behind a URL: its tip is fetched, without history, into the mirror; a commit that is there is not. */
export async function openRemoteSource(options: SourceOptions): Promise<SourceTree> {
  const {
    ref = 'HEAD',
    signers = null,
    environment = process.env,
    cacheDirectory,
    toolVersion,
    signal,
  } = options;
  const [address, folder] = splitFolder(options.repository);
  const location = parseLocation(address);
  if (options.worktree === true) {
    throw new McpError('USAGE', `${location.url} has no work tree`, {
      hint: 'Leave out --worktree, or give the path of a clone.',
    });
  }
  const transport = await makeTransport(location, { environment, toolVersion });
  try {
    const mirror = await Mirror.open(location.url, { cacheDirectory, environment });
    const tip = isObjectId(ref) ? { ref, id: ref } : await findRef(transport, ref, options);
    await fetchTip(mirror, transport, tip, signal);
    const commit = await mirror.resolve(`${tip.id}^{commit}`);
    if (commit === null) throw noSuchRef(ref, location.url);
    if (signers !== null)
      await requireSigned(
        { gitDirectory: mirror.directory, commit, url: location.url },
        signers,
        environment,
        signal,
      );
    const repository = folder === '' ? location.url : `${location.url}//${folder}`;
    return await commitSource(mirror.reader, commit, folder, { repository, commit, ref });
  } finally {
    transport.close();
  }
}

/** Parts `https://host/repository.git//folder`, as kustomize and Terraform write it. */
function splitFolder(repository: string): readonly [address: string, folder: string] {
  const parts = /^((?:[a-z]+:\/\/|[^/:]+:).+?)\/\/(.*)$/i.exec(repository);
  return parts === null ? [repository, ''] : [parts[1] ?? '', (parts[2] ?? '').replace(/\/+$/, '')];
}

/** In git's own order: a full name, a tag, a branch. */
async function findRef(transport: Transport, ref: string, { signal }: SourceOptions): Promise<RefTip> {
  const names = ref === 'HEAD' ? ['HEAD'] : [ref, `refs/tags/${ref}`, `refs/heads/${ref}`].filter(isRefName);
  const refs = names.length === 0 ? new Map<string, ObjectId>() : await listRefs(transport, names, signal);
  for (const name of names) {
    const id = refs.get(name);
    if (id !== undefined) return { ref: name, id };
  }
  throw noSuchRef(ref, transport.url);
}

async function fetchTip(
  mirror: Mirror,
  transport: Transport,
  tip: RefTip,
  signal: AbortSignal | undefined,
): Promise<void> {
  try {
    await mirror.fetch([tip], { depth: 1, signal, transport });
  } catch (error) {
    // The server was there and did not have it.
    if (error instanceof McpError && error.code === 'REMOTE_PROTOCOL')
      throw noSuchRef(tip.ref, transport.url);
    throw error;
  }
}

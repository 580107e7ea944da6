import type { SourceTree } from '../model/git.ts';
import { openLocalSource } from './local-source.ts';
import { parseLocation } from './location.ts';
import type { SourceOptions } from './source-options.ts';

/**
 * Opens a policy repository at one moment. `revision.repository` is the same on every machine where that can be: the URL
 * of the remote `origin` for a local clone, else the location as given; a folder inside the repository follows after `//`.
 * A symbolic link is a file with its target as content, so that nothing outside is ever read; submodules are left out.
 *
 * @throws McpError SOURCE_NOT_FOUND for a repository, ref or folder that is not there, SOURCE_UNREADABLE for broken
 * objects, SOURCE_UNTRUSTED for a commit that none of the `signers` signed, USAGE for a work tree of a URL, GIT_UNAVAILABLE, INTERRUPTED, and REMOTE_* for a URL
 */
export async function openSource(options: SourceOptions): Promise<SourceTree> {
  const location = parseLocation(options.repository);
  if (location.kind === 'local') return await openLocalSource(location, options);
  const { openRemoteSource } = await import('./remote-source.ts');
  return await openRemoteSource(options);
}

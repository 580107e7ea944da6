import { statSync } from 'node:fs';
import { McpError } from '../model/error.ts';
import type { ObjectId, SourceTree } from '../model/git.ts';
import { CatFile } from './cat-file.ts';
import { commitSource, noSuchRef } from './commit-source.ts';
import { gitEnvironment, runGit } from './git-process.ts';
import { parseLocation } from './location.ts';
import type { LocalLocation } from './location.ts';
import { RepositoryReader } from './object-reader.ts';
import { requireSigned, untrustedWorkTree } from './require-signed.ts';
import type { SourceOptions } from './source-options.ts';
import { sourceRelation } from './source-relation.ts';
import { readWorkTree } from './work-tree.ts';

interface Place {
  readonly gitDirectory: string;
  /** From the root of the repository to the folder that was named; empty at the root. */
  readonly folder: string;
  readonly repository: string;
}

/** A policy repository on this machine: reads its object store, or its work tree. */
export async function openLocalSource(
  location: LocalLocation,
  { ref = 'HEAD', worktree = false, signers = null, environment = process.env, signal }: SourceOptions,
): Promise<SourceTree> {
  const place = await locate(location, environment, signal);
  const catFile = new CatFile(place.gitDirectory);
  const reader = new RepositoryReader(place.gitDirectory, catFile);
  const resolve = async (name: string) => (await catFile.read(`${name}^{commit}`))?.id ?? null;
  const commitTree = async (name: string) => {
    const commit = name.startsWith('-') ? null : await resolve(name);
    if (commit === null) throw noSuchRef(name, location.url);
    if (signers !== null)
      await requireSigned(
        { gitDirectory: place.gitDirectory, commit, url: location.url },
        signers,
        environment,
        signal,
      );
    const revision = { repository: place.repository, commit, ref: name };
    return {
      ...(await commitSource(reader, commit, place.folder, revision)),
      relationOf: (other: ObjectId) => sourceRelation(place.gitDirectory, commit, other),
    };
  };
  if (!worktree) return await commitTree(ref);
  const [files, head] = await Promise.all([
    readWorkTree(location.path, gitEnvironment(environment), signal),
    commitTree('HEAD').catch(noHead),
  ]);
  const source = files.asSource(place.repository, head);
  if (signers !== null && source.revision.commit === null) throw untrustedWorkTree(location.url);
  return source;
}

/** A repository without commits, or one whose HEAD has no such folder yet, is all work tree. */
function noHead(error: unknown): null {
  if (error instanceof McpError && error.code === 'SOURCE_NOT_FOUND') return null;
  throw error;
}

async function locate(
  { path, url }: LocalLocation,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal | undefined,
): Promise<Place> {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw noRepository(url, 'there is no such folder');
  const options = { directory: path, environment: gitEnvironment(environment), signal };
  const [found, origin] = await Promise.all([
    runGit(['rev-parse', '--absolute-git-dir', '--show-object-format', '--show-prefix'], options),
    runGit(['config', '--get', 'remote.origin.url'], options),
  ]);
  if (found.code !== 0) throw noRepository(url, found.stderr);
  const [gitDirectory = '', format = '', prefix = ''] = found.stdout.toString().split('\n');
  if (format !== 'sha1') {
    throw new McpError('CONFIG_UNSUPPORTED', `${url} stores objects by ${format}, not SHA-1`, {
      hint: 'Use a repository made with the object format sha1, which is the default of git.',
    });
  }
  const folder = prefix.replace(/\/$/, '');
  return { gitDirectory, folder, repository: nameOf(url, origin.stdout.toString().trim(), folder) };
}

/** A remote that is itself a path says no more than the path as given. */
function nameOf(url: string, origin: string, folder: string): string {
  try {
    const location = parseLocation(origin);
    if (location.kind !== 'local') return folder === '' ? location.url : `${location.url}//${folder}`;
  } catch {
    return url;
  }
  return url;
}

function noRepository(url: string, detail: string): McpError {
  return new McpError('SOURCE_NOT_FOUND', `${JSON.stringify(url)} is not in a git repository: ${detail}`, {
    hint: 'Give the path of a policy repository; `git init` makes a folder one.',
  });
}

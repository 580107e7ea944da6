import { lstatSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { McpError } from '../model/error.ts';
import type { ObjectId, SourceTree, TreeFile } from '../model/git.ts';
import { blobId } from './blob-id.ts';
import { runGit } from './git-process.ts';
import { treeOf } from './tree.ts';

/** The files of a folder as they were when they were read; kept, so that nothing changes under a run. */
export interface WorkTree {
  /** @param head the same folder at HEAD; null when there is none */
  asSource(repository: string, head: SourceTree | null): SourceTree;
}

/**
 * Reads all files that git tracks, or would track (not ignored), below a folder.
 *
 * @throws McpError SOURCE_UNREADABLE
 */
export async function readWorkTree(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
  signal: AbortSignal | undefined,
): Promise<WorkTree> {
  const { code, stdout, stderr } = await runGit(
    ['-c', 'core.fsmonitor=false', 'ls-files', '-z', '--cached', '--others', '--exclude-standard'],
    { directory: path, environment, signal },
  );
  if (code !== 0) {
    throw new McpError('SOURCE_UNREADABLE', `git cannot list the files of ${path}: ${stderr}`, {
      hint: 'Run `git status` there.',
    });
  }
  const names = [...new Set(stdout.toString().split('\0').filter(Boolean))].sort();
  const bytes = new Map<ObjectId, Uint8Array>();
  const files = names.flatMap((name): TreeFile[] => {
    const content = readEntry(join(path, name));
    if (content === null) return [];
    const id = blobId(content);
    bytes.set(id, content);
    return [{ path: name, id }];
  });
  return { asSource: (repository, head) => source(repository, head, files, bytes) };
}

/**
 * The content, as git would store it; null for what was deleted, and for submodules and repositories inside. Synchronous:
 * for thousands of small files that is several times as fast, and nothing else is to be done at this point of a run.
 */
function readEntry(path: string): Uint8Array | null {
  try {
    const entry = lstatSync(path);
    if (entry.isSymbolicLink()) return Buffer.from(readlinkSync(path));
    return entry.isFile() ? readFileSync(path) : null;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return null;
    throw new McpError('SOURCE_UNREADABLE', `${path} cannot be read`, {
      cause: error,
      hint: 'Check its rights.',
    });
  }
}

/** The commit is named when the work tree holds the very files of HEAD: then the run can be repeated from there. */
function source(
  repository: string,
  head: SourceTree | null,
  files: readonly TreeFile[],
  bytes: ReadonlyMap<ObjectId, Uint8Array>,
): SourceTree {
  const same = head !== null && listing(head.files) === listing(files);
  return {
    ...(same && head.relationOf !== undefined ? { relationOf: head.relationOf } : {}),
    revision: same ? head.revision : { repository, commit: null, ref: 'worktree' },
    id: same ? head.id : treeOf(files).id,
    files,
    read: (wanted) => Promise.resolve(wanted.map((file) => contentOf(file, bytes))),
  };
}

function contentOf(file: TreeFile, bytes: ReadonlyMap<ObjectId, Uint8Array>): Uint8Array {
  const content = bytes.get(file.id);
  if (content === undefined) throw new RangeError(`${file.path} is not a file of this tree`);
  return content;
}

function listing(files: readonly TreeFile[]): string {
  return files.map(({ path, id }) => `${id} ${path}\0`).join('');
}

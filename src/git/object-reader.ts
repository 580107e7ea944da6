import { McpError } from '../model/error.ts';
import type { CommitInfo, ObjectId, ObjectReader, TreeFile } from '../model/git.ts';
import type { CatFile } from './cat-file.ts';
import { parseCommit } from './commit.ts';
import { gitEnvironment, runGit } from './git-process.ts';
import { isObjectId } from './object.ts';
import { parseTree } from './tree-entries.ts';
import type { TreeEntry } from './tree-entries.ts';

/** Reads from the object store of one repository. */
export class RepositoryReader implements ObjectReader {
  readonly #gitDirectory: string;
  readonly #catFile: CatFile;
  /** Branches share most of their trees: each is read and parsed once. */
  readonly #trees = new Map<ObjectId, Promise<readonly TreeEntry[]>>();

  constructor(gitDirectory: string, catFile: CatFile) {
    this.#gitDirectory = gitDirectory;
    this.#catFile = catFile;
  }

  async has(id: ObjectId): Promise<boolean> {
    return isObjectId(id) && (await this.#catFile.read(id)) !== null;
  }

  /** @throws McpError SOURCE_UNREADABLE, like all methods below, for what is missing or is no such object */
  async commit(id: ObjectId): Promise<CommitInfo> {
    const commit = parseCommit(id, await this.#body(id, 'commit'));
    if (commit === null) throw unreadable(id, 'a commit');
    return commit;
  }

  async files(tree: ObjectId): Promise<readonly TreeFile[]> {
    const files: TreeFile[] = [];
    await this.#collect(tree, '', files, 0);
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async blob(id: ObjectId): Promise<Uint8Array> {
    return await this.#body(id, 'blob');
  }

  async history(tip: ObjectId, limit?: number): Promise<readonly CommitInfo[]> {
    if (!isObjectId(tip)) throw unreadable(tip, 'a commit');
    const { code, stdout } = await runGit(
      [
        `--git-dir=${this.#gitDirectory}`,
        'rev-list',
        '--first-parent',
        ...(limit === undefined ? [] : [`--max-count=${limit}`]),
        tip,
      ],
      { environment: gitEnvironment(process.env, { GIT_NO_REPLACE_OBJECTS: '1' }) },
    );
    if (code !== 0) throw unreadable(tip, 'a commit with its history');
    const ids = stdout.toString().split('\n').filter(Boolean);
    return await Promise.all(ids.map((id) => this.commit(id)));
  }

  /** The id of the folder at a path below a tree; null when there is none. */
  async folder(tree: ObjectId, path: readonly string[]): Promise<ObjectId | null> {
    let id = tree;
    for (const part of path) {
      const entry = (await this.#entries(id)).find(({ name }) => name === part);
      if (entry?.kind !== 'tree') return null;
      id = entry.id;
    }
    return id;
  }

  async #collect(tree: ObjectId, prefix: string, files: TreeFile[], depth: number): Promise<void> {
    // git cannot make such a thing by accident; a hostile tree could nest without end.
    if (depth > 256) throw unreadable(tree, 'a tree of less than 256 levels');
    const entries = await this.#entries(tree);
    const below: Promise<void>[] = [];
    for (const { kind, name, id } of entries) {
      if (kind === 'tree') below.push(this.#collect(id, `${prefix}${name}/`, files, depth + 1));
      else if (kind === 'blob') files.push({ path: prefix + name, id });
    }
    await Promise.all(below);
  }

  #entries(tree: ObjectId): Promise<readonly TreeEntry[]> {
    let entries = this.#trees.get(tree);
    if (entries === undefined) {
      entries = this.#body(tree, 'tree').then((body) => {
        const parsed = parseTree(body);
        if (parsed === null) throw unreadable(tree, 'a tree with names that are safe');
        return parsed;
      });
      this.#trees.set(tree, entries);
      entries.catch(() => this.#trees.delete(tree));
    }
    return entries;
  }

  async #body(id: ObjectId, type: string): Promise<Buffer> {
    const object = isObjectId(id) ? await this.#catFile.read(id) : null;
    if (object?.type !== type) throw unreadable(id, `a ${type}`);
    return object.body;
  }
}

function unreadable(id: ObjectId, wanted: string): McpError {
  return new McpError('SOURCE_UNREADABLE', `The object ${id} is missing, or is not ${wanted}`, {
    hint: 'Run the command again; if that does not help, run `git fsck` in the repository.',
  });
}

import { McpError } from '../../model/error.ts';
import type { SourceTree, TreeFile } from '../../model/git.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { decodeText } from '../../yaml/decode.ts';
import { parseDocuments } from '../../yaml/parse.ts';
import { didYouMean } from '../../runtime/nearest.ts';

/** A file with its text. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export const yamlFile = /\.ya?ml$/;

/** Finds and reads the files of a policy repository, or of the folders that the package ships. */
export class RepositoryFiles {
  readonly #tree: Pick<SourceTree, 'files' | 'read'>;

  constructor(tree: Pick<SourceTree, 'files' | 'read'>) {
    this.#tree = tree;
  }

  find(path: string): TreeFile | undefined {
    return this.#tree.files.find((file) => file.path === path);
  }

  /** The files below a folder, or the file itself, whose names match; sorted by path. */
  under(path: string, name: RegExp): readonly TreeFile[] {
    const prefix = path === '' ? '' : `${path}/`;
    return this.#tree.files
      .filter((file) => (file.path.startsWith(prefix) || file.path === path) && name.test(file.path))
      .sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  /**
   * Like `under`, for a path that the configuration names.
   *
   * @throws McpError CONFIG_REFERENCE when it leads out of the repository or to no such file.
   */
  named(path: string, name: RegExp, what: string, position: SourcePosition): readonly TreeFile[] {
    const files = this.under(normalizePath(path, position), name);
    if (files.length > 0) return files;
    const folders = this.#folders(name);
    const shown = [...folders].slice(0, 10).join(', ');
    throw new McpError('CONFIG_REFERENCE', `There is no ${what} at '${path}'.`, {
      position,
      hint: didYouMean(
        path,
        folders,
        shown === '' ? 'The path begins at the root of the repository.' : `There are: ${shown}.`,
      ),
    });
  }

  async read(files: readonly TreeFile[]): Promise<readonly TextFile[]> {
    const contents = await this.#tree.read(files);
    return files.map(({ path }, index) => ({
      path,
      text: decodeText(contents[index] ?? new Uint8Array(), path),
    }));
  }

  async documents(files: readonly TreeFile[]): Promise<readonly SourceDocument[]> {
    return (await this.read(files)).flatMap(({ path, text }) => parseDocuments(text, path));
  }

  /** Every folder that holds such files, at whatever depth. */
  #folders(name: RegExp): ReadonlySet<string> {
    const folders = new Set<string>();
    for (const { path } of this.#tree.files) {
      if (!name.test(path)) continue;
      for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        folders.add(path.slice(0, end));
      }
    }
    return new Set([...folders].sort());
  }
}

/** The path without `./`, doubled and trailing slashes. Throws CONFIG_REFERENCE when it leads out of the repository. */
export function normalizePath(path: string, position: SourcePosition): string {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  if (path.startsWith('/') || parts.includes('..')) {
    throw new McpError('CONFIG_REFERENCE', `The path '${path}' leads out of the policy repository.`, {
      position,
      hint: 'Name a path relative to the root of the policy repository.',
    });
  }
  return parts.join('/');
}

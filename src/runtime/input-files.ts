// An import of node:fs would load its promises too, which costs mcp as much as a whole known answer.
const { readdirSync, readFileSync, statSync } = process.getBuiltinModule('node:fs');

/** What a path leads to; `other` is neither a file nor a folder, a pipe for example. */
export type PathKind = 'file' | 'folder' | 'other' | 'absent';

export interface FolderEntry {
  readonly name: string;
  readonly kind: PathKind;
}

/** A question to the file system, with what it said; the contents of files are told by `contents`. */
export type FileStep =
  | readonly [ask: 'kind', path: string, kind: PathKind]
  | readonly [ask: 'entries', path: string, entries: string]
  | readonly [ask: 'read', path: string];

/**
 * The file system as a command reads it, with a note of every question and its answer: while the same questions have the
 * same answers, whatever follows from them alone is the same.
 */
export class InputFiles {
  readonly #steps: FileStep[] = [];
  readonly #contents: Uint8Array[] = [];

  /** Where links lead counts; what cannot be reached is absent. */
  kindOf(path: string): PathKind {
    const kind = reachedKind(path);
    this.#steps.push(['kind', path, kind]);
    return kind;
  }

  /** In the order of the file system; links are `other`. */
  entries(folder: string): readonly FolderEntry[] {
    const entries = readdirSync(folder, { withFileTypes: true }).map((entry) => ({
      name: entry.name,
      kind: kindOf(entry),
    }));
    this.#steps.push(['entries', folder, entries.map(({ name, kind }) => `${kind}/${name}`).join('\0')]);
    return entries;
  }

  read(path: string): Uint8Array {
    const bytes = readFileSync(path);
    this.#steps.push(['read', path]);
    this.#contents.push(bytes);
    return bytes;
  }

  /** All questions so far; null when an answer cannot be had twice, like what came through a pipe. */
  get steps(): readonly FileStep[] | null {
    return this.#steps.some(([ask, , kind]) => ask === 'kind' && kind === 'other') ? null : this.#steps;
  }

  /**
   * Equal for equal contents: the SHA-256 of all that was read, or the texts themselves where only Rego was, because
   * `node:crypto` takes longer to load. Manifests may hold secrets, so their texts are not to be kept.
   */
  get contents(): string {
    const onlyRego = this.#steps.every(([ask, path]) => ask !== 'read' || path.endsWith('.rego'));
    if (onlyRego) return JSON.stringify(this.#contents.map((bytes) => Buffer.from(bytes).toString('latin1')));
    const hash = process.getBuiltinModule('node:crypto').createHash('sha256');
    hash.update(this.#contents.map(({ length }) => length).join(' '));
    return hash.update(Buffer.concat(this.#contents)).digest('hex');
  }

  /**
   * Asks the same questions again. Null as soon as a kind or a folder differs, before anything else is touched: what was
   * a file may be a pipe now. Throws where a file cannot be read any more.
   */
  static replay(steps: readonly FileStep[]): InputFiles | null {
    const files = new InputFiles();
    for (const [ask, path, before] of steps) {
      if (ask === 'read') files.read(path);
      else if (ask === 'kind') files.kindOf(path);
      else files.entries(path);
      if (files.#steps.at(-1)?.[2] !== before) return null;
    }
    return files;
  }
}

function reachedKind(path: string): PathKind {
  try {
    return kindOf(statSync(path));
  } catch {
    return 'absent';
  }
}

function kindOf(entry: { isFile(): boolean; isDirectory(): boolean }): PathKind {
  if (entry.isFile()) return 'file';
  return entry.isDirectory() ? 'folder' : 'other';
}

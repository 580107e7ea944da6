import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { McpError } from '../model/error.ts';
import type { ObjectId, RefTip } from '../model/git.ts';
import { CatFile } from './cat-file.ts';
import { gitEnvironment, runGit } from './git-process.ts';
import { listRefs } from './list-refs.ts';
import { RepositoryReader } from './object-reader.ts';
import { protocolError, serverText } from './remote-error.ts';
import type { Transport } from './transport.ts';

export interface MirrorOptions {
  readonly cacheDirectory: string;
  readonly environment: NodeJS.ProcessEnv;
}

export interface FetchOptions {
  readonly depth?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Carries the credentials, and says why a fetch failed better than git's own text does. */
  readonly transport: Transport;
}

/**
 * A bare repository under the cache directory, one for each remote. It may be deleted at any time, several processes may
 * use it at once, and one that is damaged is made anew.
 */
export class Mirror {
  readonly #url: string;
  readonly #environment: NodeJS.ProcessEnv;
  readonly directory: string;
  readonly #catFile: CatFile;
  readonly reader: RepositoryReader;

  private constructor(url: string, directory: string, environment: NodeJS.ProcessEnv) {
    this.#url = url;
    this.directory = directory;
    this.#environment = environment;
    this.#catFile = new CatFile(directory);
    this.reader = new RepositoryReader(directory, this.#catFile);
  }

  /** @param url without credentials */
  static async open(url: string, { cacheDirectory, environment }: MirrorOptions): Promise<Mirror> {
    const name = createHash('sha256').update(url).digest('hex').slice(0, 32);
    const mirror = new Mirror(url, join(cacheDirectory, 'git', `${name}.git`), environment);
    if (!existsSync(join(mirror.directory, 'HEAD'))) await mirror.#create();
    return mirror;
  }

  /** Fetches what is not there yet; without anything missing, no byte travels. */
  async fetch(tips: readonly RefTip[], options: FetchOptions): Promise<void> {
    let rebuilt = false;
    for (let attempt = 1; ; attempt += 1) {
      const missing = await this.#missing(tips, options.depth);
      if (missing.length === 0) return;
      const failure = await this.#run(missing, options);
      if (failure === null) return;
      if (failure.includes('not our ref')) throw protocolError(this.#url, serverText(failure));
      // Another process may hold a lock of this repository, or may have fetched the same in the meantime.
      if (attempt < 4) {
        await listRefs(options.transport, ['HEAD'], options.signal);
        await sleep(50 * attempt * (1 + Math.random()));
      } else if (!rebuilt) {
        await this.#rebuild();
        rebuilt = true;
      } else {
        throw protocolError(this.#url, serverText(failure));
      }
    }
  }

  /** The object that an expression such as `<id>^{commit}` names; null when there is none. */
  async resolve(expression: string): Promise<ObjectId | null> {
    return (await this.#catFile.read(expression))?.id ?? null;
  }

  close(): void {
    this.#catFile.close();
  }

  async #missing(tips: readonly RefTip[], depth: number | undefined): Promise<readonly RefTip[]> {
    try {
      const cut = depth === 1 ? null : await this.#shallowCommits();
      const isThere = await Promise.all(tips.map(({ id }) => this.#isThere(id, cut, depth)));
      return tips.filter((_, index) => isThere[index] !== true);
    } catch (error) {
      if (!(error instanceof McpError) || error.code !== 'SOURCE_UNREADABLE') throw error;
      await this.#rebuild();
      return tips;
    }
  }

  /** The commit and its tree; and its history down to the depth, where that could have been cut off. */
  async #isThere(
    id: ObjectId,
    cut: ReadonlySet<ObjectId> | null,
    depth: number | undefined,
  ): Promise<boolean> {
    const tree = await this.#catFile.read(`${id}^{tree}`);
    if (tree === null) return false;
    if (cut === null || cut.size === 0) return true;
    // A commit at the cut has no parents here; the last one asked for need not have any.
    const history = await this.reader.history(id, depth);
    const above = depth === undefined ? history : history.slice(0, depth - 1);
    return above.every((commit) => !cut.has(commit.id));
  }

  async #shallowCommits(): Promise<ReadonlySet<ObjectId>> {
    const text = await readFile(join(this.directory, 'shallow'), 'utf8').catch(() => '');
    return new Set(text.split('\n').filter(Boolean));
  }

  /** @returns what git said when it failed */
  async #run(tips: readonly RefTip[], { depth, signal, transport }: FetchOptions): Promise<string | null> {
    const isShallow = existsSync(join(this.directory, 'shallow'));
    // By id, so that a branch that moves meanwhile does no harm; under a digest, so that no name is a folder of another.
    const refspecs = tips.map(
      ({ ref, id }) => `+${id}:refs/mcp/${createHash('sha1').update(ref).digest('hex')}\n`,
    );
    const { code, stderr } = await runGit(
      [
        `--git-dir=${this.directory}`,
        ...['-c', 'gc.autoDetach=false', '-c', 'protocol.version=2', '-c', 'core.hooksPath=/dev/null'],
        ...['fetch', '--quiet', '--stdin', '--no-tags', '--no-write-fetch-head', '--no-show-forced-updates'],
        ...(depth === undefined ? (isShallow ? ['--unshallow'] : []) : [`--depth=${depth}`]),
        '--',
        this.#url,
      ],
      {
        environment: gitEnvironment(this.#environment, transport.gitEnvironment()),
        input: refspecs.join(''),
        signal,
      },
    );
    return code === 0 ? null : stderr;
  }

  async #rebuild(): Promise<void> {
    this.#catFile.close();
    const aside = `${this.directory}.${randomUUID()}.broken`;
    await rename(this.directory, aside).catch(() => {
      // Another process was faster.
    });
    await rm(aside, { recursive: true, force: true });
    await this.#create();
  }

  /** Made beside its place and moved there: a process that ends in between leaves no half repository. */
  async #create(): Promise<void> {
    const fresh = `${this.directory}.${randomUUID()}.new`;
    await mkdir(fresh, { recursive: true });
    const { code, stderr } = await runGit(
      ['init', '--quiet', '--bare', '--template=', '--object-format=sha1', fresh],
      { environment: gitEnvironment(this.#environment) },
    );
    if (code !== 0) {
      throw new McpError(
        'GIT_UNAVAILABLE',
        `git cannot make a repository in the cache: ${serverText(stderr)}`,
        {
          hint: 'Check the rights and the space of the cache directory, and that git is version 2.31 or later.',
        },
      );
    }
    await rename(fresh, this.directory).catch(async () => {
      await rm(fresh, { recursive: true, force: true });
    });
  }
}

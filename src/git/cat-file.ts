import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Socket } from 'node:net';
import { McpError } from '../model/error.ts';
import type { ObjectId } from '../model/git.ts';
import { collectText, exitOf, gitEnvironment, spawnPiped } from './git-process.ts';

/** Larger objects are refused: nothing that mcp reads is near this size. */
const maxObjectSize = 128 * 1024 * 1024;

export interface RawObject {
  readonly id: ObjectId;
  readonly type: string;
  readonly body: Buffer;
}

interface Waiting {
  readonly resolve: (object: RawObject | null) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One `git cat-file --batch` process for many reads. Reads that are asked for together travel together. The process does
 * not keep Node from ending while nothing is being read.
 */
export class CatFile {
  readonly #gitDirectory: string;
  readonly #waiting: Waiting[] = [];
  #child: ChildProcessWithoutNullStreams | null = null;
  #received: Buffer[] = [];
  #size = 0;
  /** Bytes needed before the next step is worth trying. */
  #needed = 1;

  constructor(gitDirectory: string) {
    this.#gitDirectory = gitDirectory;
  }

  /**
   * @param name an id, or an expression such as `<id>^{commit}`
   * @returns null when there is no such object
   * @throws McpError SOURCE_UNREADABLE when the object cannot be read, GIT_UNAVAILABLE without git
   */
  async read(name: string): Promise<RawObject | null> {
    if (/\s/.test(name)) return null;
    const { promise, resolve, reject } = Promise.withResolvers<RawObject | null>();
    this.#child ??= this.#start();
    if (this.#waiting.length === 0) hold(this.#child, true);
    this.#waiting.push({ resolve, reject });
    this.#child.stdin.write(`${name}\n`);
    return await promise;
  }

  close(): void {
    this.#child?.stdin.end();
    this.#child = null;
  }

  #start(): ChildProcessWithoutNullStreams {
    const environment = gitEnvironment(process.env, { GIT_NO_REPLACE_OBJECTS: '1' });
    const child = spawnPiped('git', [`--git-dir=${this.#gitDirectory}`, 'cat-file', '--batch'], {
      environment,
    });
    const stderr = collectText(child);
    child.stdin.on('error', () => {
      // The exit of the process says why.
    });
    child.stdout.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    exitOf(child, 'git', undefined).then(
      () => {
        this.#fail(child, unreadable(this.#gitDirectory, stderr()));
      },
      (error: unknown) => {
        this.#fail(child, error);
      },
    );
    return child;
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    let data = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    for (;;) {
      const end = data.indexOf(10);
      if (end === -1) break;
      const [id = '', type = '', size = ''] = data.toString('utf8', 0, end).split(' ');
      const length = /^\d+$/.test(size) ? Number(size) : null;
      if (length !== null && length > maxObjectSize) {
        this.#child?.kill();
        return;
      }
      const total = length === null ? end + 1 : end + length + 2;
      this.#needed = total;
      if (data.length < total) break;
      this.#needed = 1;
      this.#waiting
        .shift()
        ?.resolve(length === null ? null : { id, type, body: data.subarray(end + 1, end + 1 + length) });
      data = data.subarray(total);
    }
    this.#received = data.length === 0 ? [] : [data];
    this.#size = data.length;
    if (this.#waiting.length === 0 && this.#child !== null) hold(this.#child, false);
  }

  #fail(child: ChildProcessWithoutNullStreams, error: unknown): void {
    if (this.#child === child) this.#child = null;
    this.#received = [];
    this.#size = 0;
    this.#needed = 1;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

function hold(child: ChildProcessWithoutNullStreams, alive: boolean): void {
  for (const handle of [
    child,
    child.stdin as unknown as Socket,
    child.stdout as unknown as Socket,
    child.stderr as unknown as Socket,
  ]) {
    if (alive) handle.ref();
    else handle.unref();
  }
}

function unreadable(gitDirectory: string, detail: string): McpError {
  return new McpError(
    'SOURCE_UNREADABLE',
    `git cannot read an object of ${gitDirectory}: ${detail.slice(0, 300)}`,
    { hint: 'Run `git fsck` there.' },
  );
}

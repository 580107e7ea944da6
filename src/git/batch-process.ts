import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Socket } from 'node:net';
import { McpError } from '../model/error.ts';
import type { ObjectId } from '../model/git.ts';
import { collectText, exitOf, gitEnvironment, spawnPiped } from './git-process.ts';
import { serverText } from './remote-error.ts';

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

/** One `git cat-file --batch`: answers come in the order of the questions. It does not keep Node alive while idle. */
export class BatchProcess {
  readonly #gitDirectory: string;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #waiting: Waiting[] = [];
  /** What is asked in one turn of the event loop is written in one piece. */
  #questions = '';
  #received: Buffer[] = [];
  #size = 0;
  /** Bytes without which another look at what was received is of no use. */
  #needed = 1;
  ended = false;

  constructor(gitDirectory: string) {
    this.#gitDirectory = gitDirectory;
    // Replacement objects would show another history than the one that was pushed.
    const environment = gitEnvironment(process.env, { GIT_NO_REPLACE_OBJECTS: '1' });
    this.#child = spawnPiped('git', [`--git-dir=${gitDirectory}`, 'cat-file', '--batch'], { environment });
    const stderr = collectText(this.#child);
    this.#child.stdin.on('error', () => {
      // The exit of the process says why.
    });
    this.#child.stdout.on('data', (chunk: Buffer) => {
      this.#receive(chunk);
    });
    exitOf(this.#child, 'git', undefined).then(
      () => {
        this.#fail(this.#unreadable(stderr()));
      },
      (error: unknown) => {
        this.#fail(error);
      },
    );
  }

  /** @param name without white space */
  async read(name: string): Promise<RawObject | null> {
    const { promise, resolve, reject } = Promise.withResolvers<RawObject | null>();
    if (this.#waiting.length === 0) this.#keepAlive(true);
    this.#waiting.push({ resolve, reject });
    if (this.#questions === '') {
      queueMicrotask(() => {
        this.#ask();
      });
    }
    this.#questions += `${name}\n`;
    return await promise;
  }

  /** What was asked before is still answered. */
  end(): void {
    this.ended = true;
    this.#ask();
    this.#child.stdin.end();
  }

  #ask(): void {
    if (this.#questions !== '') this.#child.stdin.write(this.#questions);
    this.#questions = '';
  }

  #receive(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    let data = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    for (let taken = this.#take(data); taken > 0; taken = this.#take(data)) data = data.subarray(taken);
    this.#received = [data];
    this.#size = data.length;
    if (this.#waiting.length === 0) this.#keepAlive(false);
  }

  /** Hands out one answer, `<id> <type> <size>` and the body or `<name> missing`; says how many bytes it had. */
  #take(data: Buffer): number {
    this.#needed = 1;
    const end = data.indexOf(10);
    if (end === -1) return 0;
    const [id = '', type = '', digits] = data.toString('utf8', 0, end).split(' ');
    if (digits === undefined) {
      this.#waiting.shift()?.resolve(null);
      return end + 1;
    }
    const size = Number(digits);
    if (!(size <= maxObjectSize)) {
      this.#fail(this.#unreadable(`${id} is larger than ${maxObjectSize} bytes`));
      this.#child.kill();
      return 0;
    }
    this.#needed = end + size + 2;
    if (data.length < this.#needed) return 0;
    this.#waiting.shift()?.resolve({ id, type, body: data.subarray(end + 1, end + 1 + size) });
    return end + size + 2;
  }

  #fail(error: unknown): void {
    this.ended = true;
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }

  #keepAlive(alive: boolean): void {
    const { stdin, stdout, stderr } = this.#child;
    for (const handle of [this.#child, ...([stdin, stdout, stderr] as unknown as Socket[])]) {
      if (alive) handle.ref();
      else handle.unref();
    }
  }

  #unreadable(detail: string): McpError {
    const message = `git cannot read an object of ${this.#gitDirectory}: ${serverText(detail)}`;
    return new McpError('SOURCE_UNREADABLE', message, { hint: 'Run `git fsck` there.' });
  }
}

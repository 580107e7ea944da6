import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { McpError } from '../model/error.ts';
import { collectText, exitOf, spawnPiped } from './git-process.ts';
import { PacketReader } from './pkt-line.ts';
import { brokenOff } from './remote-error.ts';
import type { Conversation, ServiceName } from './transport.ts';

/** A program that speaks for a service on its stdin and stdout. */
export interface ServiceProgram {
  readonly file: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What a failed program's exit code and stderr mean. */
  readonly explain: (code: number, stderr: string) => McpError;
}

export interface ConversationOptions {
  readonly url: string;
  readonly service: ServiceName;
  /** Milliseconds without a byte after which the program is ended. */
  readonly idleTimeout: number;
  readonly signal: AbortSignal | undefined;
}

/** Starts the program; `git receive-pack` and `git upload-pack` for a local path, `ssh` for a host. */
export function converse(program: ServiceProgram, options: ConversationOptions): Conversation {
  const child = spawnPiped(program.file, program.args, {
    environment: program.environment,
    signal: options.signal,
  });
  const stderr = collectText(child);
  const exit = exitOf(child, program.file, options.signal);
  exit.catch(() => {
    // Reported by whoever reads the output; nobody does after finish().
  });
  let silent = false;
  child.stdout.on('error', ignore);
  child.stdin.on('error', ignore);
  (child.stdout as unknown as { setTimeout?: (ms: number, then: () => void) => void }).setTimeout?.(
    options.idleTimeout,
    () => {
      silent = true;
      child.kill();
    },
  );
  const failure = async (): Promise<McpError | null> => {
    const code = await exit;
    if (silent) return brokenOff(options.url, `no answer within ${options.idleTimeout / 1000} s`);
    return code === 0 ? null : program.explain(code, stderr());
  };
  const packets = new PacketReader(output(child, failure), options.url);
  return {
    advertisement: packets,
    request: (body) => {
      // Not awaited: the program may answer, or give up, before it has read everything.
      pipeline(Readable.from(body, { objectMode: true }), child.stdin).catch(ignore);
      return Promise.resolve(packets);
    },
    finish: async () => {
      child.stdin.end();
      await packets.drain();
    },
    abandon: () => {
      child.kill();
    },
  };
}

async function* output(
  child: ChildProcessWithoutNullStreams,
  failure: () => Promise<McpError | null>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of child.stdout) yield chunk as Buffer;
  const error = await failure();
  if (error !== null) throw error;
}

function ignore(): void {
  // The exit code and the missing answer tell of it.
}

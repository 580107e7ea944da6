import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessWithoutNullStreams } from 'node:child_process';
import { McpError } from '../model/error.ts';

/** What points git at a repository other than the one in its arguments; set when mcp runs inside a git hook. */
const misleading = [
  'GIT_DIR',
  'GIT_WORK_TREE',
  'GIT_INDEX_FILE',
  'GIT_PREFIX',
  'GIT_COMMON_DIR',
  'GIT_NAMESPACE',
  'GIT_OBJECT_DIRECTORY',
  'GIT_ALTERNATE_OBJECT_DIRECTORIES',
  'GIT_QUARANTINE_PATH',
  'GIT_SHALLOW_FILE',
  'GIT_PROTOCOL',
  'GIT_DEFAULT_HASH',
];

/** The environment for git and ssh: never a prompt, messages in English, no repository but the one named, no signing key. */
export function gitEnvironment(
  base: NodeJS.ProcessEnv,
  extra: Readonly<Record<string, string>> = {},
): Record<string, string | undefined> {
  const environment = { ...base, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', ...extra };
  return Object.fromEntries(
    Object.entries(environment).filter(
      ([name]) => name in extra || !(misleading.includes(name) || name === 'MCP_SIGNING_KEY'),
    ),
  );
}

export interface ProcessOptions {
  readonly environment?: Readonly<Record<string, string | undefined>>;
  readonly directory?: string;
  readonly input?: string | Uint8Array;
  readonly signal?: AbortSignal | undefined;
  /** Without the terminal of mcp, so that it cannot ask there. */
  readonly detached?: boolean;
}

export interface ProcessResult {
  readonly code: number;
  readonly stdout: Buffer;
  /** At most 64 KB. */
  readonly stderr: string;
}

/**
 * Runs git to its end.
 *
 * @throws McpError GIT_UNAVAILABLE when there is no git, INTERRUPTED when the signal fires
 */
export function runGit(args: readonly string[], options: ProcessOptions = {}): Promise<ProcessResult> {
  return runProgram('git', args, options);
}

/** The same for another program of the user's, such as gpg. Its output is taken to be small. */
export async function runProgram(
  file: string,
  args: readonly string[],
  options: ProcessOptions,
): Promise<ProcessResult> {
  const child = spawnPiped(file, args, options);
  const stdout: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  const stderr = collectText(child);
  child.stdin.on('error', () => {
    // A program may end without reading its input; its exit code tells why.
  });
  child.stdin.end(options.input ?? '');
  const code = await exitOf(child, file, options.signal);
  return { code, stdout: Buffer.concat(stdout), stderr: stderr() };
}

/** Starts a program with three pipes and no shell. */
export function spawnPiped(
  file: string,
  args: readonly string[],
  { environment = gitEnvironment(process.env), directory, signal, detached = false }: ProcessOptions,
): ChildProcessWithoutNullStreams {
  return spawn(file, args, {
    env: environment,
    stdio: 'pipe',
    detached,
    ...(directory === undefined ? {} : { cwd: directory }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** Collects the first 64 KB that a program says on stderr. */
export function collectText(child: ChildProcessWithoutNullStreams): () => string {
  let text = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (text.length < 65_536) text += chunk.toString();
  });
  return () => text.trim();
}

/** The exit code once all output has been read; 128 plus nothing for a program that a signal ended. */
export async function exitOf(
  child: ChildProcess,
  file: string,
  signal: AbortSignal | undefined,
): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  child.once('error', (error: NodeJS.ErrnoException) => {
    if (signal?.aborted === true) reject(interrupted(signal));
    else reject(error.code === 'ENOENT' ? unavailable(file) : error);
  });
  child.once('close', (code) => {
    if (signal?.aborted === true) reject(interrupted(signal));
    else resolve(code ?? 128);
  });
  return await promise;
}

/** What a stage throws when the signal of its run fires. */
export function interrupted(signal: AbortSignal): McpError {
  if (signal.reason instanceof McpError) return signal.reason;
  return new McpError('INTERRUPTED', 'Interrupted', {
    hint: 'Run the command again: it takes up where it stopped.',
  });
}

function unavailable(file: string): McpError {
  return new McpError('GIT_UNAVAILABLE', `There is no program "${file}" on the PATH`, {
    hint: file === 'git' ? 'Install git 2.31 or later.' : `Install ${file}, or use an https URL.`,
  });
}

import { execFileSync, fork } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Random, Timer } from '../../src/model/ports.ts';
import type { syncFleet as SyncFleet } from '../../src/pipeline/sync.ts';
import type { diskCache as DiskCache } from '../../src/runtime/disk-cache.ts';
import { measureProcess } from './measure.ts';
import type { Measured } from './measure.ts';
import { startRecorder } from './recorder.ts';
import { writeSyntheticFleet } from './synthetic-fleet.ts';

const root = join(import.meta.dirname, '..', '..');

/** A policy repository, a server with the fleet repository that it delivers to, and a cache. */
export interface Bench {
  readonly place: string;
  readonly policy: string;
  readonly origin: string;
  readonly cache: string;
  readonly coldBody: Buffer;
}

/** Writes the policy repository, and records the request of a first sync. Leaves the cache filled and the fleet delivered. */
export async function prepare(place: string, origin: string, clusters: number): Promise<Bench> {
  const policy = join(place, 'policy');
  const cache = join(place, 'cache');
  mkdirSync(policy);
  writeSyntheticFleet(policy, clusters, `${origin}/fleet.git`);
  git(place, 'init', '--quiet', '--initial-branch=main', policy);
  commit(policy, 'first');
  // As a clone in a pipeline has it.
  git(policy, 'repack', '-a', '-d', '--quiet');
  const recorder = await startRecorder(origin);
  freshFleet(place);
  await sync({ policy, cache }, ['--repository', `${recorder.origin}/fleet.git`]);
  recorder.close();
  return { place, policy, origin, cache, coldBody: recorder.body() };
}

/** The pipeline without the start of a process: what remains of each stage when the code is warm. */
export async function inProcessSync(bench: Bench): Promise<() => Promise<unknown>> {
  const load = <T>(path: string): Promise<T> => import(join(root, 'dist', path)) as Promise<T>;
  const { syncFleet } = await load<{ syncFleet: typeof SyncFleet }>('pipeline/sync.js');
  const { diskCache } = await load<{ diskCache: typeof DiskCache }>('runtime/disk-cache.js');
  const { systemRandom } = await load<{ systemRandom: Random }>('runtime/system-random.js');
  const { systemTimer } = await load<{ systemTimer: Timer }>('runtime/system-timer.js');
  const logger = { debug: () => undefined, info: () => undefined, warn: () => undefined };
  return () =>
    syncFleet(
      {
        directory: bench.policy,
        ref: 'HEAD',
        worktree: false,
        signers: null,
        repository: undefined,
        cacheDirectory: bench.cache,
        shippedRoot: root,
        version: '0.0.0',
        allowRemovals: false,
      },
      {
        clock: { now: () => new Date() },
        timer: systemTimer,
        random: systemRandom,
        logger,
        cache: diskCache(join(bench.cache, 'content'), logger),
        signal: new AbortController().signal,
      },
    );
}

/** The whole command. */
export async function sync(
  bench: Pick<Bench, 'policy' | 'cache'>,
  extra: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
): Promise<Measured> {
  const args = [join(root, 'bin', 'run.js'), 'policy', 'sync', '--json', ...extra];
  const env = { ...process.env, MCP_CACHE_DIR: bench.cache, ...variables };
  const measured = await measureProcess(process.execPath, args, { cwd: bench.policy, env });
  if (measured.code !== 0)
    throw new Error(`sync ended with ${measured.code}: ${measured.stdout.slice(0, 500)}`);
  return measured;
}

/** An empty fleet repository in the place of what was there. */
export function freshFleet(place: string): void {
  rmSync(join(place, 'fleet.git'), { recursive: true, force: true });
  git(place, 'init', '--quiet', '--bare', '--initial-branch=main', 'fleet.git');
}

export function commit(policy: string, message: string): void {
  git(policy, 'add', '--all');
  git(
    policy,
    '-c',
    'user.name=b',
    '-c',
    'user.email=b@b',
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    message,
  );
}

function git(cwd: string, ...args: string[]): void {
  execFileSync('git', args, { cwd, stdio: ['ignore', 'ignore', 'inherit'] });
}

export function startServer(place: string): Promise<{ origin: string; stop(): void }> {
  const child = fork(join(import.meta.dirname, 'git-server.ts'), [place]);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('message', (origin: string) => {
      resolve({
        origin,
        stop: () => {
          child.disconnect();
        },
      });
    });
  });
}

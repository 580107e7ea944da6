import { execFileSync, fork } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Random, Timer } from '../../src/model/ports.ts';
import type { syncFleet as SyncFleet } from '../../src/pipeline/sync.ts';
import type { diskCache as DiskCache } from '../../src/runtime/disk-cache.ts';
import { measureProcess, median, timed } from './measure.ts';
import type { Measured } from './measure.ts';
import { replay, startRecorder } from './recorder.ts';
import { managedCluster, writeSyntheticFleet } from './synthetic-fleet.ts';

const root = join(import.meta.dirname, '..', '..');

/** What a row of the table was measured from, over all rounds. */
type Samples = Map<string, { milliseconds: number[]; peak: number[] }>;

/**
 * `mcp policy sync` of a synthetic fleet against a real `git http-backend` on loopback, beside the floor (the same
 * request, built beforehand, in one POST), `git push` of the same branches and `git ls-remote`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { clusters: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '5' } },
  });
  const clusters = Number(values.clusters);
  const rounds = Number(values.rounds);
  const place = mkdtempSync(join(tmpdir(), 'mcp-bench-'));
  const server = await startServer(place);
  try {
    const bench = await prepare(place, server.origin, clusters);
    const samples: Samples = new Map();
    for (let round = 0; round < rounds; round += 1) await oneRound(bench, samples, round);
    print(samples, clusters, rounds, bench.coldBody.length);
  } finally {
    server.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

interface Bench {
  readonly place: string;
  readonly policy: string;
  readonly origin: string;
  readonly cache: string;
  readonly coldBody: Buffer;
}

async function prepare(place: string, origin: string, clusters: number): Promise<Bench> {
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

async function oneRound(bench: Bench, samples: Samples, round: number): Promise<void> {
  const { place, origin, policy } = bench;
  const url = `${origin}/fleet.git`;

  freshFleet(place);
  await time(samples, 'floor: prebuilt request, one POST', () => replay(bench.coldBody, url));

  const mirror = join(place, 'mirror.git');
  cpSync(join(place, 'fleet.git'), mirror, { recursive: true });
  freshFleet(place);
  const push = ['-C', mirror, 'push', '--quiet', url, 'refs/heads/cluster/*:refs/heads/cluster/*'];
  keep(samples, 'git push of the same branches', await measureProcess('git', push));
  rmSync(mirror, { recursive: true });

  freshFleet(place);
  keep(samples, 'cold sync', await sync(bench));
  keep(samples, 'nothing to do', await sync(bench));
  keep(samples, 'git ls-remote', await measureProcess('git', ['ls-remote', url, 'refs/heads/cluster/*']));
  changeOneCluster(policy, round);
  keep(samples, 'one cluster changed', await sync(bench));

  freshFleet(place);
  const inProcess = await inProcessSync(bench);
  await time(samples, 'cold sync, in process', inProcess);
  await time(samples, 'nothing to do, in process', inProcess);
  changeOneCluster(policy, round + 1000);
  await time(samples, 'one cluster changed, in process', inProcess);

  if (round === 0) {
    freshFleet(place);
    const empty = { ...bench, cache: join(place, 'empty-cache') };
    keep(samples, 'cold sync, empty cache', await sync(empty));
  }
}

/** The pipeline without the start of a process: what remains of each stage when the code is warm. */
async function inProcessSync(bench: Bench): Promise<() => Promise<unknown>> {
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

function changeOneCluster(policy: string, salt: number): void {
  const { file, text } = managedCluster(7, { tier: `changed-${salt}` });
  writeFileSync(join(policy, file), text);
  commit(policy, 'one cluster changed');
}

async function sync(
  bench: Pick<Bench, 'policy' | 'cache'>,
  extra: readonly string[] = [],
): Promise<Measured> {
  const args = [join(root, 'bin', 'run.js'), 'policy', 'sync', '--json', ...extra];
  const env = { ...process.env, MCP_CACHE_DIR: bench.cache };
  const measured = await measureProcess(process.execPath, args, { cwd: bench.policy, env });
  if (measured.code !== 0)
    throw new Error(`sync ended with ${measured.code}: ${measured.stdout.slice(0, 500)}`);
  return measured;
}

function freshFleet(place: string): void {
  rmSync(join(place, 'fleet.git'), { recursive: true, force: true });
  git(place, 'init', '--quiet', '--bare', '--initial-branch=main', 'fleet.git');
}

function commit(policy: string, message: string): void {
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

function startServer(place: string): Promise<{ origin: string; stop(): void }> {
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

async function time(samples: Samples, row: string, work: () => Promise<unknown>): Promise<void> {
  add(samples, row, await timed(work), Number.NaN);
}

function keep(samples: Samples, row: string, { milliseconds, peakMegabytes }: Measured): void {
  add(samples, row, milliseconds, peakMegabytes);
}

function add(samples: Samples, row: string, milliseconds: number, peak: number): void {
  const sample = samples.get(row) ?? { milliseconds: [], peak: [] };
  sample.milliseconds.push(milliseconds);
  sample.peak.push(peak);
  samples.set(row, sample);
}

function print(samples: Samples, clusters: number, rounds: number, bytes: number): void {
  const floor = 'floor: prebuilt request, one POST';
  const lsRemote = 'git ls-remote';
  const rows: readonly (readonly [string, string | null])[] = [
    [floor, null],
    ['cold sync, in process', floor],
    ['cold sync', floor],
    ['cold sync, empty cache', floor],
    ['git push of the same branches', floor],
    [lsRemote, null],
    ['nothing to do, in process', lsRemote],
    ['nothing to do', lsRemote],
    ['one cluster changed, in process', lsRemote],
    ['one cluster changed', lsRemote],
  ];
  const of = (row: string): number => median(samples.get(row)?.milliseconds ?? []);
  console.log(
    `${clusters} clusters x 40 manifests in 24 label groups over HTTP, request of ${(bytes / 1e6).toFixed(1)} MB;`,
    `medians of ${rounds} rounds, Node ${process.versions.node}, ${cpus().length} cores\n`,
  );
  console.log(
    `${'what'.padEnd(36)} ${'ms'.padStart(8)} ${'ratio'.padStart(7)}  ${'of'.padEnd(16)} ${'peak MB'.padStart(8)}`,
  );
  for (const [row, reference] of rows) {
    const ratio = reference === null ? '' : (of(row) / of(reference)).toFixed(2);
    const peak = Math.max(...(samples.get(row)?.peak ?? []));
    const name = reference === null ? '' : reference === floor ? 'the floor' : reference;
    console.log(
      `${row.padEnd(36)} ${of(row).toFixed(0).padStart(8)} ${ratio.padStart(7)}  ${name.padEnd(16)} ${(Number.isNaN(peak) ? '' : peak.toFixed(0)).padStart(8)}`,
    );
  }
}

import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commit, freshFleet, inProcessSync, prepare, startServer, sync } from './bench-fleet.ts';
import type { Bench } from './bench-fleet.ts';
import { measureProcess, median } from './measure.ts';
import { replay, startRecorder } from './recorder.ts';
import { keep, printTable, time } from './samples.ts';
import type { Samples } from './samples.ts';
import { managedCluster } from './synthetic-fleet.ts';

const changed = 100;

/** What is measured, with what it is compared with. */
const rows = [
  ['floor: prebuilt request, one POST', null],
  ['cold sync, in process', 'floor: prebuilt request, one POST'],
  ['cold sync', 'floor: prebuilt request, one POST'],
  ['git push of the same branches', 'floor: prebuilt request, one POST'],
  ['git ls-remote', null],
  ['nothing to do, in process', 'git ls-remote'],
  ['nothing to do', 'git ls-remote'],
  ['floor of 100 changed: branches, ledger', null],
  ['100 changed, in process', 'floor of 100 changed: branches, ledger'],
  ['100 changed', 'floor of 100 changed: branches, ledger'],
] as const;

/**
 * Delivery to a large fleet over HTTP: what of a sync is beyond the floors (the same requests, built beforehand, in one POST),
 * beside `git push` of the same branches and `git ls-remote`, for a tenth of the clusters and for all of them.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { clusters: { type: 'string', default: '10000' }, rounds: { type: 'string', default: '3' } },
  });
  const clusters = Number(values.clusters);
  const rounds = Number(values.rounds);
  const tenth = await measureFleet(Math.round(clusters / 10), rounds);
  const whole = await measureFleet(clusters, rounds);
  const row = 'cold sync';
  const growth = median(whole.get(row)?.milliseconds ?? []) / median(tenth.get(row)?.milliseconds ?? []);
  console.log(`\n${row}: ten times the clusters take ${growth.toFixed(1)} times as long`);
}

async function measureFleet(clusters: number, rounds: number): Promise<Samples> {
  const place = mkdtempSync(join(tmpdir(), 'mcp-bench-'));
  const server = await startServer(place);
  try {
    const bench = await prepare(place, server.origin, clusters);
    const samples: Samples = new Map();
    for (let round = 0; round < rounds; round += 1) await oneRound(bench, samples, round, clusters);
    console.log(
      `\n${clusters} clusters x 40 manifests in 24 label groups over HTTP, request of ${(bench.coldBody.length / 1e6).toFixed(1)} MB;`,
      `medians of ${rounds} rounds (git push: one), Node ${process.versions.node}, ${cpus().length} cores\n`,
    );
    printTable(samples, rows);
    return samples;
  } finally {
    server.stop();
    rmSync(place, { recursive: true, force: true });
  }
}

async function oneRound(bench: Bench, samples: Samples, round: number, clusters: number): Promise<void> {
  const { place, origin } = bench;
  const url = `${origin}/fleet.git`;
  freshFleet(place);
  await time(samples, rows[0][0], () => replay(bench.coldBody, url));
  if (round === 0) await measurePush(bench, samples);

  freshFleet(place);
  keep(samples, 'cold sync', await sync(bench));
  keep(samples, 'nothing to do', await sync(bench));
  keep(samples, 'git ls-remote', await measureProcess('git', ['ls-remote', url, 'refs/heads/cluster/*']));
  const delivered = snapshotOf(place);
  changeSome(bench.policy, clusters, round);
  const requests = await recordedRequests(bench);
  delivered.restore();
  await time(samples, 'floor of 100 changed: branches, ledger', async () => {
    for (const request of requests) await replay(request, url);
  });
  delivered.restore();
  keep(samples, '100 changed', await sync(bench));

  freshFleet(place);
  const inProcess = await inProcessSync(bench);
  await time(samples, 'cold sync, in process', inProcess);
  await time(samples, 'nothing to do, in process', inProcess);
  changeSome(bench.policy, clusters, round + 1000);
  await time(samples, '100 changed, in process', inProcess);
  delivered.remove();
}

/** Of what the floor just put there. */
async function measurePush({ place, origin }: Bench, samples: Samples): Promise<void> {
  const mirror = join(place, 'mirror.git');
  cpSync(join(place, 'fleet.git'), mirror, { recursive: true });
  freshFleet(place);
  const push = [
    ...['-C', mirror, 'push', '--quiet', `${origin}/fleet.git`],
    'refs/heads/cluster/*:refs/heads/cluster/*',
  ];
  keep(samples, 'git push of the same branches', await measureProcess('git', push));
  rmSync(mirror, { recursive: true });
}

/** The pushes of a sync with a cache of its own: the measured one must not find what this one left there. */
async function recordedRequests(bench: Bench): Promise<readonly Buffer[]> {
  const cache = join(bench.place, 'cache-of-recording');
  cpSync(bench.cache, cache, { recursive: true });
  const recorder = await startRecorder(bench.origin);
  await sync({ policy: bench.policy, cache }, ['--repository', `${recorder.origin}/fleet.git`]);
  recorder.close();
  rmSync(cache, { recursive: true });
  return recorder.bodies;
}

function snapshotOf(place: string): { restore(): void; remove(): void } {
  const [fleet, copy] = [join(place, 'fleet.git'), join(place, 'delivered.git')];
  cpSync(fleet, copy, { recursive: true });
  return {
    restore() {
      rmSync(fleet, { recursive: true });
      cpSync(copy, fleet, { recursive: true });
    },
    remove() {
      rmSync(copy, { recursive: true });
    },
  };
}

/** Gives a hundred clusters, spread over the label groups, labels that nobody had. */
function changeSome(policy: string, clusters: number, salt: number): void {
  const step = Math.max(Math.floor(clusters / changed), 1);
  for (let index = 0; index < clusters; index += step) {
    const { file, text } = managedCluster(index, { tier: `changed-${salt}` });
    writeFileSync(join(policy, file), text);
  }
  commit(policy, 'a hundred clusters changed');
}

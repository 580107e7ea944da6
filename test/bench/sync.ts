import { generateKeyPairSync } from 'node:crypto';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commit, freshFleet, inProcessSync, prepare, startServer, sync } from './bench-fleet.ts';
import type { Bench } from './bench-fleet.ts';
import { measureProcess } from './measure.ts';
import { replay } from './recorder.ts';
import { keep, printTable, time } from './samples.ts';
import type { Samples } from './samples.ts';
import { managedCluster } from './synthetic-fleet.ts';

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
  freshFleet(place);
  keep(samples, 'cold sync, signed', await sync(bench, [], { MCP_SIGNING_KEY: signingKey }));
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

const signingKey = generateKeyPairSync('ed25519')
  .privateKey.export({ type: 'pkcs8', format: 'pem' })
  .toString();

function changeOneCluster(policy: string, salt: number): void {
  const { file, text } = managedCluster(7, { tier: `changed-${salt}` });
  writeFileSync(join(policy, file), text);
  commit(policy, 'one cluster changed');
}

function print(samples: Samples, clusters: number, rounds: number, bytes: number): void {
  const floor = 'floor: prebuilt request, one POST';
  const lsRemote = 'git ls-remote';
  const rows: readonly (readonly [string, string | null])[] = [
    [floor, null],
    ['cold sync, in process', floor],
    ['cold sync', floor],
    ['cold sync, signed', floor],
    ['cold sync, empty cache', floor],
    ['git push of the same branches', floor],
    [lsRemote, null],
    ['nothing to do, in process', lsRemote],
    ['nothing to do', lsRemote],
    ['one cluster changed, in process', lsRemote],
    ['one cluster changed', lsRemote],
  ];
  console.log(
    `${clusters} clusters x 40 manifests in 24 label groups over HTTP, request of ${(bytes / 1e6).toFixed(1)} MB;`,
    `medians of ${rounds} rounds, Node ${process.versions.node}, ${cpus().length} cores\n`,
  );
  printTable(samples, rows);
}

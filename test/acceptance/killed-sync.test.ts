import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import type { Acme } from '../support/acme.ts';
import { acme } from '../support/acme.ts';
import { documentOf, entry, mcp } from '../support/mcp.ts';

/** The branches with their trees, one a line: what a consumer of the fleet repository sees. */
async function trees(fleet: Acme): Promise<string> {
  return fleet.git(fleet.fleet, 'for-each-ref', '--format=%(refname) %(tree)', 'refs/heads/cluster');
}

async function emptyFleet(fleet: Acme): Promise<void> {
  rmSync(fleet.fleet, { recursive: true, force: true });
  await fleet.git('.', 'init', '--quiet', '--bare', '--initial-branch=main', fleet.fleet);
}

const kills = process.env['MCP_SOAK'] === '1' ? 200 : 30;

/** What the ledger says of each branch, in the form of `tips`. */
async function recorded(fleet: Acme): Promise<string> {
  const lines = (await fleet.git(fleet.fleet, 'show', 'mcp/ledger:clusters.jsonl')).split('\n');
  const records = lines.map((line) => JSON.parse(line) as { branch: string; tip: string | null });
  return records
    .filter(({ tip }) => tip !== null)
    .map(({ branch, tip }) => `refs/heads/${branch} ${tip ?? ''} `)
    .sort()
    .join('\n');
}

/** The branches with their tips, and the parents of those. */
async function tips(fleet: Acme): Promise<string> {
  const format = '--format=%(refname) %(objectname) %(parent)';
  return fleet.git(fleet.fleet, 'for-each-ref', format, 'refs/heads/cluster');
}

test('a sync killed at any moment leaves every branch whole, and the next one completes it', async () => {
  const fleet = await acme();
  await mcp(['policy', 'sync'], { cwd: fleet.policy });
  const whole = await trees(fleet);
  const possible = new Set(whole.split('\n'));
  let duration = 1_000;
  let killed = 0;

  for (let round = 0; killed < kills; round += 1) {
    expect(round).toBeLessThan(4 * kills);
    await emptyFleet(fleet);
    const started = performance.now();
    const victim = execa(process.execPath, [entry, 'policy', 'sync'], {
      cwd: fleet.policy,
      reject: false,
      detached: true,
    });
    const finished = victim.then(() => performance.now() - started);
    const early = await Promise.race([sleep(duration * Math.random()), finished]);
    try {
      // The whole group dies, as when a machine goes away: git's own helpers are no safety net.
      process.kill(-(victim.pid ?? 0), 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
    if ((await victim).signal !== 'SIGKILL') {
      duration = early ?? duration;
      continue;
    }
    killed += 1;

    expect(await fleet.git(fleet.fleet, 'fsck', '--strict', '--full', '--no-dangling')).toBe('');
    const delivered = (await trees(fleet)).split('\n').filter((line) => line !== '');
    for (const line of delivered) expect(possible).toContain(line);

    if (killed % 10 !== 0) continue;
    const next = await mcp(['policy', 'sync', '--json'], { cwd: fleet.policy });
    expect(next.code).toBe(1);
    expect(documentOf<{ summary: Record<string, number> }>(next).summary).toMatchObject({
      failed: 0,
      blocked: 1,
    });
    expect(await trees(fleet)).toBe(whole);
    // What the killed run delivered was recognised: no branch has a second commit, and the ledger names the one.
    expect(await tips(fleet)).toBe(await recorded(fleet));
  }
}, 900_000);

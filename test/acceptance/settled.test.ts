import { readFileSync } from 'node:fs';
import { cp, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { Acme } from '../support/acme.ts';
import { acme } from '../support/acme.ts';
import type { Run } from '../support/mcp.ts';
import { mcp } from '../support/mcp.ts';

/** Whether the answer came from memory: only then no stage behind the listing speaks. */
function isRecalled(run: Run): boolean {
  return /^settled /mu.test(run.stderr) && !/^render /mu.test(run.stderr);
}

const at = (moment: string): Record<string, string> => ({ MCP_NOW: moment });
const today = '2026-11-24T12:00:00Z';

const labPolicy = `# METADATA
# title: There is no laboratory
# custom:
#   id: lab
#   severity: low
#   scope: fleet
#   controls: [acme-31]
package acme.lab

deny contains result if {
	some cluster in input.fleet.clusters
	contains(cluster.name, "-lab-")
	result := {"cluster": cluster.name, "message": "a laboratory"}
}
`;

describe('that a sync left nothing to do is remembered', () => {
  let fleet: Acme;
  const sync = (moment = today, ...args: string[]): Promise<Run> =>
    mcp(['policy', 'sync', ...args], { cwd: fleet.policy, env: at(moment) });

  beforeEach(async () => {
    fleet = await acme();
    expect(isRecalled(await sync())).toBe(false);
  });

  test('and the next one says so without rendering anything', async () => {
    const before = await fleet.refs();
    const [first, second] = [await sync(), await sync()];
    expect(await fleet.refs()).toBe(before);
    expect(isRecalled(first)).toBe(true);
    expect(first.stdout).toBe(second.stdout);
    expect(first.code).toBe(1);
    expect(first.stdout).toContain('! blocked    dev-eu-lab-1: pod-host-network');
  });

  test('with what is found about the fleet, and with the exceptions that except nothing', async () => {
    const text = readFileSync(join(fleet.policy, 'exceptions/lab-host-network.yaml'), 'utf8');
    const unused = text.replaceAll('lab-host-network', 'nothing').replace('2026-10-31', '2026-12-31');
    fleet.write('exceptions/nothing.yaml', unused.replace('dev-eu-lab-1', 'prod-eu-shop-1'));
    // Without the cluster that is blocked, a denial about the fleet is all that there is to end with 1.
    fleet.edit('exceptions/lab-host-network.yaml', '2026-10-31', '2026-12-31');
    fleet.write('policies/lab.rego', labPolicy);
    await fleet.commit('Judge the fleet');
    const [first, second] = [await sync(), await sync()];
    expect([isRecalled(first), isRecalled(second)]).toEqual([false, true]);
    const found =
      /^fleet fail: lab: dev-eu-lab-1: a laboratory\nfleet warn: fleet-exception-unused: .*\nnotice: an exception excepts nothing: nothing\n/mu;
    for (const { code, stdout } of [first, second]) {
      expect(stdout).toMatch(found);
      expect(stdout).not.toContain('! blocked');
      expect(code).toBe(1);
    }
    const report = await mcp(['audit', 'report', '--format', 'json'], { cwd: fleet.policy, env: at(today) });
    const { fleet: ofFleet } = JSON.parse(report.stdout) as {
      fleet: { findings: { cluster: string | null }[] };
    };
    expect(ofFleet.findings.map(({ cluster }) => cluster)).toEqual([null, 'dev-eu-lab-1']);
    // One day less is left of an exception: what a policy says of it may be something else.
    expect(isRecalled(await sync('2026-11-25T00:00:01Z'))).toBe(false);
  });

  test.each<[string, (fleet: Acme) => Promise<unknown>]>([
    [
      'a branch moves',
      (made) => made.git(made.fleet, 'update-ref', '-d', 'refs/heads/cluster/prod-eu-shop-1'),
    ],
    [
      'somebody commits on top',
      async (made) => {
        const path = made.fleet;
        const tree = await made.git(path, 'rev-parse', 'cluster/prod-eu-shop-1^{tree}');
        const id = await made.git(path, 'commit-tree', '-m', 'mine', '-p', 'cluster/prod-eu-shop-1', tree);
        await made.git(path, 'update-ref', 'refs/heads/cluster/prod-eu-shop-1', id);
      },
    ],
    ['the policy repository has a new commit', (made) => made.commit('Nothing')],
  ])('until %s', async (_, change) => {
    await change(fleet);
    expect(isRecalled(await sync())).toBe(false);
  });

  test('until an exception expires, and then what it covered is denied', async () => {
    const day = await sync('2026-11-24T23:59:00Z');
    expect(isRecalled(day)).toBe(true);
    // The record is older than the heartbeat by then: the run looks at everything and writes it down again.
    const later = await sync('2027-11-01T00:00:00Z');
    expect(isRecalled(later)).toBe(false);
    expect(later.stdout).toContain('28 blocked');
  });

  test('only for the same content, and the same fleet repository', async () => {
    expect(isRecalled(await sync(today, '--worktree'))).toBe(true);
    fleet.edit('README.md', 'shoes', 'boots');
    expect(isRecalled(await sync(today, '--worktree'))).toBe(false);
    const other = join(await mkdtemp(join(tmpdir(), 'mcp-fleet-')), 'fleet.git');
    await cp(fleet.fleet, other, { recursive: true });
    expect(isRecalled(await sync(today, '--repository', other))).toBe(false);
  });
});

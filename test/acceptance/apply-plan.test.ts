import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { jsonText } from '../../src/cli/json-text.ts';
import { planDigest } from '../../src/pipeline/plan-document.ts';
import type { PlanDocument } from '../../src/pipeline/plan-document.ts';
import { mcp } from '../support/mcp.ts';
import type { Run } from '../support/mcp.ts';
import { baselineFor, managedCluster, placementOf, tinyFleet } from '../support/tiny-fleet.ts';
import type { TinyFleet } from '../support/tiny-fleet.ts';

let fleet: TinyFleet;
/** The plan of the first delivery, as it was made. */
let made = '';
const at = { MCP_NOW: '2026-11-24T11:00:00Z' };
const run = (args: readonly string[], env = {}): Promise<Run> => mcp(args, { cwd: fleet.policy, env });
const planFile = () => join(fleet.policy, '..', 'plan.json');
const plan = (...more: string[]) => run(['policy', 'plan', '--quiet', '--out', planFile(), ...more], at);
const apply = (...more: string[]) => run(['policy', 'sync', '--quiet', '--plan', planFile(), ...more]);
const refs = () => fleet.git('fleet.git', 'for-each-ref', '--format=%(refname) %(objectname)');

/** Writes the first plan again with what `alter` makes of it, and a digest that fits. */
function forge(alter: (document: PlanDocument) => Partial<PlanDocument>): void {
  const document = JSON.parse(made) as PlanDocument;
  const { digest: _, ...rest } = { ...document, ...alter(document) };
  writeFileSync(planFile(), jsonText({ ...rest, digest: planDigest(rest) }));
}

beforeAll(async () => {
  fleet = await tinyFleet(
    {},
    {
      'clusters/all.yaml': ['a', 'b'].map((name) => managedCluster(name, {})).join('\n---\n'),
      'placements/settings.yaml': placementOf('settings', {}),
      ...baselineFor('settings'),
    },
  );
});

describe('a plan that is applied', () => {
  it('is the same file for the same inputs, and counts as changes', async () => {
    expect((await plan('--exit-code')).code).toBe(1);
    made = readFileSync(planFile(), 'utf8');
    const again = await plan('--json');
    expect([again.code, again.stdout]).toEqual([0, made.trimEnd()]);
    expect(readFileSync(planFile(), 'utf8')).toBe(made);
  });

  it.each<[string, string, (document: PlanDocument) => Partial<PlanDocument>]>([
    [
      'a tree',
      'for a it says create',
      ({ changes }) => ({ changes: changes.map((change) => ({ ...change, tree: 'f'.repeat(40) })) }),
    ],
    [
      'a path',
      'changeSets',
      ({ changeSets }) => ({
        changeSets: changeSets.map((set) => ({
          ...set,
          files: set.files.map((each) => ({ ...each, path: '../.git/hooks/post-update' })),
        })),
      }),
    ],
    [
      'a branch',
      'for a it says create',
      ({ changes }) => ({ changes: changes.map((change) => ({ ...change, branch: `x/${change.branch}` })) }),
    ],
    ['a cluster less', 'for a it says nothing', ({ changes }) => ({ changes: changes.slice(1) })],
    ['a fleet', 'it is of the fleet other', () => ({ fleet: 'other' })],
  ])('writes nothing when %s was forged, the digest too', async (_, message, alter) => {
    forge(alter);
    const applied = await apply();
    expect(applied.code).toBe(2);
    expect(applied.stderr).toContain('PLAN_OUTDATED');
    expect(applied.stderr).toContain(message);
    expect(await refs()).toBe('');
  });

  it('is refused when it was edited or is too old', async () => {
    writeFileSync(planFile(), made);
    expect((await apply('--plan-max-age', '1s')).stderr).toContain('older than --plan-max-age');
    writeFileSync(planFile(), made.replace('"tiny"', '"tinny"'));
    const edited = await apply();
    expect([edited.code, edited.stderr]).toEqual([2, expect.stringContaining('PLAN_INVALID')]);
    expect(await refs()).toBe('');
  });

  it('delivers what it says', async () => {
    writeFileSync(planFile(), made);
    const planned = JSON.parse(made) as PlanDocument;
    const applied = await apply();
    expect(applied.code).toBe(0);
    for (const { branch, tree } of planned.changes)
      expect(await fleet.git('fleet.git', 'rev-parse', `${branch}^{tree}`)).toBe(tree);
  });

  it('is refused a second time, because the ledger moved', async () => {
    const before = await refs();
    const applied = await apply();
    expect([applied.code, applied.stderr]).toEqual([
      2,
      expect.stringContaining('the ledger stood at nothing'),
    ]);
    expect(await refs()).toBe(before);
  });

  it('is refused as a whole when one branch or the policy repository moved', async () => {
    await fleet.commit({
      'templates/settings/settings.yaml':
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: default }\ndata: { new: 'yes' }\n",
    });
    await plan();
    const tip = await fleet.git('fleet.git', 'rev-parse', 'cluster/b');
    const tree = await fleet.git('fleet.git', 'rev-parse', 'cluster/b^{tree}');
    const byHand = await fleet.git('fleet.git', 'commit-tree', '-p', tip, '-m', 'By hand', tree);
    await fleet.git('fleet.git', 'update-ref', 'refs/heads/cluster/b', byHand);
    const before = await refs();
    expect((await apply()).stderr).toContain(`the branch cluster/b stood at ${tip}, and now at ${byHand}`);
    await plan();
    await fleet.commit({ 'README.md': 'Another commit' });
    expect((await apply()).stderr).toContain('it was made from the commit');
    expect(await refs()).toBe(before);
    expect((await plan()).code).toBe(0);
    expect((await apply()).code).toBe(0);
  });
});

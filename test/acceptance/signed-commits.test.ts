import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { beforeAll, describe, expect, it } from 'vitest';
import { allowedSigners, sshKey } from '../signing/keys.ts';
import { mcp, root } from '../support/mcp.ts';
import type { Run } from '../support/mcp.ts';
import { baselineFor, managedCluster, placementOf, tinyFleet } from '../support/tiny-fleet.ts';
import type { TinyFleet } from '../support/tiny-fleet.ts';

let fleet: TinyFleet;
let key: string;
let signers: string;
const sync = (env = {}): Promise<Run> => mcp(['policy', 'sync', '--quiet'], { cwd: fleet.policy, env });
const branches = ['cluster/a', 'cluster/b', 'mcp/ledger'];
const verify = (branch: string) =>
  fleet.git('fleet.git', '-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', branch);
const refs = () => fleet.git('fleet.git', 'for-each-ref');
const mcpYaml = (signing: object | string) =>
  JSON.stringify({
    ...{ apiVersion: 'mcp.policy/v1alpha1', kind: 'Fleet', metadata: { name: 'tiny' } },
    spec: { inventory: [{ path: 'clusters' }], delivery: { repository: '../fleet.git', signing } },
  });

beforeAll(async () => {
  fleet = await tinyFleet(
    {},
    {
      'clusters/all.yaml': ['a', 'b'].map((name) => managedCluster(name, {})).join('\n---\n'),
      'placements/settings.yaml': placementOf('settings', {}),
      ...baselineFor('settings'),
    },
  );
  const folder = join(fleet.policy, '..');
  key = sshKey(folder, 'ed25519');
  signers = allowedSigners(join(folder, 'allowed'), { 'mcp@localhost': key });
});

describe('commits', () => {
  it.each<[string, object | string, number, string]>([
    ['is missing', { key: '/nowhere/key' }, 2, 'cannot be read'],
    [
      'is inside of the repository, by its text',
      { key: '-----BEGIN OPENSSH PRIVATE KEY-----' },
      2,
      'is no key of the format ssh',
    ],
    [
      'is for another format',
      { format: 'openpgp', key: '--output=/tmp/x' },
      2,
      'is no key of the format openpgp',
    ],
    ['is named by something else', 'gpg', 2, 'signing'],
  ])('are not made when the key %s', async (_, signing, code, message) => {
    await fleet.commit({ 'mcp.yaml': mcpYaml(signing) });
    const run = await sync();
    expect([run.code, run.stderr]).toEqual([code, expect.stringContaining(message)]);
    expect(run.stderr).toContain('mcp.yaml:1:');
    expect(run.stderr).not.toContain('BEGIN');
    expect(await refs()).toBe('');
  });

  it('are not made when the key is locked: 4, before anything is rendered', async () => {
    const locked = sshKey(join(fleet.policy, '..'), 'ed25519', 'secret');
    await fleet.commit({ 'mcp.yaml': mcpYaml({ key: locked }) });
    const run = await mcp(['policy', 'sync', '--verbose'], { cwd: fleet.policy, env: { SSH_AUTH_SOCK: '' } });
    expect([run.code, run.stderr]).toEqual([4, expect.stringContaining('error SIGNING_FAILED mcp.yaml:1:')]);
    expect(run.stderr).not.toContain('render');
    expect(await refs()).toBe('');
  });

  it('on branches and ledger are signed by the key of mcp.yaml', async () => {
    await fleet.commit({ 'mcp.yaml': mcpYaml({ key }) });
    expect((await sync()).code).toBe(0);
    for (const branch of branches) await verify(branch);
  });

  it('have an attestation that is verified by the commands of docs/auditors.md', async () => {
    const docs = readFileSync(join(root, 'docs', 'auditors.md'), 'utf8');
    const commands = /^### The attestation$.*?^```sh\n(.*?)^```/ms.exec(docs)?.[1] ?? '';
    const copy = join(fleet.policy, '..', 'copy');
    await fleet.git('fleet.git', 'clone', '--quiet', '--mirror', '.', copy);
    copyFileSync(`${key}.pub`, join(copy, 'mcp.pub'));
    const { stdout } = await execa('sh', ['-e', '-c', commands], { cwd: copy });
    expect(stdout).toBe('Signature Verified Successfully');
    const tip = await fleet.git('fleet.git', 'rev-parse', 'cluster/a');
    expect(readFileSync(join(copy, 'statement'), 'utf8')).toContain(`"gitCommit": "${tip}"`);
  });

  it('are signed by the key of the environment, which no policy of the repository sees', async () => {
    const text = readFileSync(key, 'utf8');
    await fleet.commit({
      'mcp.yaml': JSON.stringify({
        ...{ apiVersion: 'mcp.policy/v1alpha1', kind: 'Fleet', metadata: { name: 'tiny' } },
        spec: {
          inventory: [{ path: 'clusters' }],
          delivery: { repository: '../fleet.git' },
          policies: [{ use: 'policies', allow: ['opa.runtime'] }],
        },
      }),
      'policies/thief.rego': `# METADATA
# title: Thief
# custom:
#   id: thief
#   severity: low
#   enforcement: warn
package thief

deny contains sprintf("%v", [opa.runtime().env])
`,
      'templates/settings/settings.yaml':
        "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: default }\ndata: { new: 'yes' }\n",
    });
    expect((await sync({ MCP_SIGNING_KEY: text, MCP_SEEN: 'seen' })).code).toBe(0);
    for (const branch of branches) await verify(branch);
    const evaluations = await fleet.git('fleet.git', 'grep', '-h', 'MCP_SEEN', 'mcp/ledger');
    expect(evaluations).not.toContain('PRIVATE KEY');
    expect(evaluations).not.toContain(text.split('\n')[2]);
  });

  it('are not made anew because a key was changed', async () => {
    const tip = await fleet.git('fleet.git', 'rev-parse', 'cluster/a');
    const other = sshKey(join(fleet.policy, '..'), 'ecdsa');
    await fleet.commit({ 'README.md': 'Another commit' });
    expect((await sync({ MCP_SIGNING_KEY_FILE: other })).code).toBe(0);
    expect(await fleet.git('fleet.git', 'rev-parse', 'cluster/a')).toBe(tip);
    await expect(verify('mcp/ledger')).rejects.toThrow();
    writeFileSync(signers, `mcp@localhost ${readFileSync(`${other}.pub`, 'utf8')}`);
    await verify('mcp/ledger');
  });
});

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { allowedSigners, sshKey } from '../signing/keys.ts';
import { mcp } from '../support/mcp.ts';
import { baselineFor, managedCluster, placementOf, tinyFleet } from '../support/tiny-fleet.ts';
import type { TinyFleet } from '../support/tiny-fleet.ts';

let fleet: TinyFleet;
let signers: string;
const refs = () => fleet.git('fleet.git', 'for-each-ref');
const run = (args: readonly string[], env = {}) => mcp([...args, '--quiet'], { cwd: fleet.policy, env });
const sync = (...more: string[]) => run(['policy', 'sync', ...more]);

beforeAll(async () => {
  fleet = await tinyFleet(
    {},
    {
      'clusters/all.yaml': managedCluster('a', {}),
      'placements/settings.yaml': placementOf('settings', {}),
      ...baselineFor('settings'),
    },
  );
  const folder = join(fleet.policy, '..');
  const key = sshKey(folder, 'ed25519');
  signers = allowedSigners(join(folder, 'signers'), { 'alice@example.com': key });
  symlinkSync(join(fleet.policy, 'mcp.yaml'), join(folder, 'link'));
  await fleet.git('policy', 'config', 'gpg.format', 'ssh');
  await fleet.git('policy', 'config', 'user.signingKey', key);
});

describe('a run that requires a signed source', () => {
  it.each([
    ['policy', 'sync'],
    ['policy', 'plan'],
    ['policy', 'retry'],
    ['policy', 'drift'],
    ['cluster', 'list'],
    ['cluster', 'health'],
    ['doctor'],
  ])('%s %s ends with 4 and writes nothing when nobody signed the commit', async (...command) => {
    const ended = await run([...command, '--allowed-signers', signers]);
    expect([ended.code, ended.stdout + ended.stderr]).toEqual([4, expect.stringContaining('is not signed')]);
    expect(await refs()).toBe('');
  });

  it.each<[string, (folder: string) => readonly string[], string]>([
    ['without signers', () => ['--require-signed-source'], 'needs to know whose signature counts'],
    ['with a file that is not there', () => ['--allowed-signers', '/nowhere'], 'There is no file'],
    [
      'with signers of the repository',
      (policy) => ['--allowed-signers', join(policy, 'mcp.yaml')],
      'lie in the policy repository',
    ],
    [
      'with signers that lead into it',
      (policy) => ['--signers-keyring', join(policy, '..', 'link')],
      'lie in the policy repository',
    ],
  ])('is refused %s', async (_, flags, message) => {
    const ended = await sync(...flags(fleet.policy));
    expect([ended.code, ended.stderr]).toEqual([2, expect.stringContaining(message)]);
    expect(await refs()).toBe('');
  });

  it('goes on when a trusted signer signed it, also on top of what nobody signed', async () => {
    await fleet.git('policy', 'commit', '--quiet', '--allow-empty', '-S', '-m', 'Approved');
    const env = { MCP_REQUIRE_SIGNED_SOURCE: 'true', MCP_ALLOWED_SIGNERS: signers };
    expect((await run(['policy', 'sync'], env)).code).toBe(0);
    expect(await refs()).toContain('refs/heads/cluster/a');
  });

  it('ends for a commit that nobody signed, also when there is nothing to do', async () => {
    await fleet.commit({ 'README.md': 'Mine' });
    expect((await sync()).code).toBe(0);
    const before = await refs();
    expect((await sync()).code).toBe(0);
    expect((await sync('--allowed-signers', signers)).code).toBe(4);
    expect(await refs()).toBe(before);
  });
});

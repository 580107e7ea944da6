import { cpSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Acme } from '../support/acme.ts';
import { acme } from '../support/acme.ts';
import { documentOf, mcp, root } from '../support/mcp.ts';

const manifest = JSON.parse(readFileSync(join(root, 'oclif.manifest.json'), 'utf8')) as {
  readonly commands: Readonly<
    Record<string, { readonly summary?: string; readonly examples?: readonly { readonly command: string }[] }>
  >;
};
const commands = Object.keys(manifest.commands).map((id) => id.split(':'));

let fleet: Acme;
beforeAll(async () => {
  fleet = await acme();
});

describe('streams', () => {
  test('stdout is the result, stderr the rest', async () => {
    const run = await mcp(['placement', 'decide'], { cwd: fleet.policy });
    expect(run.stdout).toMatch(/^acme-platform\/everything$/mu);
    expect(run.stdout).not.toContain('inventory');
    expect(run.stderr).toMatch(/^workspace {2}fleet acme/mu);
  });

  test('--quiet leaves stderr empty', async () => {
    expect(await mcp(['cluster', 'list', '--quiet'], { cwd: fleet.policy })).toMatchObject({
      code: 0,
      stderr: '',
    });
  });

  test('--verbose says how long each stage took', async () => {
    expect((await mcp(['cluster', 'list', '--verbose'], { cwd: fleet.policy })).stderr).toMatch(
      /source .* \d+ ms$/mu,
    );
  });

  test.each([
    ['NO_COLOR', { NO_COLOR: '1', FORCE_COLOR: undefined }, false],
    ['a pipe', { NO_COLOR: undefined, FORCE_COLOR: undefined }, false],
    ['FORCE_COLOR', { NO_COLOR: undefined, FORCE_COLOR: '1' }, true],
  ])('colour with %s', async (_, env, coloured) => {
    const run = await mcp(['cluster', 'list'], { cwd: fleet.policy, env });
    expect(`${run.stdout}${run.stderr}`.includes('\u001b[')).toBe(coloured);
  });
});

describe('--json', () => {
  test.each<[string, readonly string[], number]>([
    ['cluster-health', ['cluster', 'health'], 1],
    ['cluster-list', ['cluster', 'list'], 0],
    ['cluster-show', ['cluster', 'show', 'prod-eu-shop-1'], 0],
    ['placement-decide', ['placement', 'decide'], 0],
    ['placement-explain', ['placement', 'explain', '--what-if', 'cluster=new-1,environment=production'], 0],
    ['plan', ['policy', 'plan'], 1],
    ['sync', ['policy', 'sync'], 1],
    ['doctor', ['doctor'], 0],
    ['policy-check', ['policy', 'check'], 0],
    ['policy-drift', ['policy', 'drift'], 0],
    ['policy-eval', ['policy', 'eval', 'clusters', '--explain'], 0],
    ['policy-fmt', ['policy', 'fmt', '--check', 'policies'], 0],
    ['policy-retry', ['policy', 'retry'], 0],
    ['policy-test', ['policy', 'test', '--coverage', 'policies'], 0],
    ['init', ['init', 'made'], 0],
    ['error', ['policy', 'sync', '--ref', 'no-such-branch'], 2],
    ['error', ['policy', 'sync', '--no-such-flag'], 2],
    ['error', ['polcy', 'sync'], 2],
    ['error', ['doctor', 'surplus'], 2],
  ])('%s: one document that fits its schema: mcp %s', async (schema, args, code) => {
    const run = await mcp([...args, '--json'], { cwd: fleet.policy });
    const ajv = new Ajv2020({ strict: true, formats: { 'date-time': true } });
    const validate = ajv.compile(
      JSON.parse(readFileSync(join(root, 'src/cli/schemas', `${schema}.json`), 'utf8')),
    );
    validate(documentOf(run));
    expect(validate.errors).toBeNull();
    expect(run.code).toBe(code);
  });

  test('every schema is tried above', () => {
    const schemas = readdirSync(join(root, 'src/cli/schemas'));
    expect(schemas.sort()).toEqual(
      [
        'cluster-health',
        'cluster-list',
        'cluster-show',
        'doctor',
        'error',
        'init',
        'placement-decide',
        'placement-explain',
        'plan',
        'policy-check',
        'policy-drift',
        'policy-eval',
        'policy-fmt',
        'policy-retry',
        'policy-test',
        'sync',
      ].map((name) => `${name}.json`),
    );
  });
});

describe('help', () => {
  test.each(commands)('mcp %s %s has a summary and examples', async (...words) => {
    const run = await mcp([...words, '--help']);
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('EXAMPLES');
  });

  test('each example is a command line that parses', async () => {
    // A folder of its own: an example may write files below it.
    const { policy } = await acme();
    cpSync(join(policy, 'clusters'), join(policy, 'manifests'), { recursive: true });
    for (const { examples = [] } of Object.values(manifest.commands)) {
      for (const { command } of examples) {
        const words = command.replace('<%= config.bin %> ', '').split(' ');
        if (words.includes('--watch')) continue;
        const local = words.map((word) => (word.startsWith('https://') ? '/nowhere' : word));
        const run = await mcp([...local, '--json'], { cwd: policy, input: '' });
        expect(run.stdout).not.toContain('"USAGE"');
        expect(run.code).not.toBe(70);
      }
    }
  });
});

describe('errors', () => {
  test('an unknown command names the one that was meant', async () => {
    const run = await mcp(['policy', 'snyc']);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain("Did you mean 'policy sync'?");
  });

  test('an unknown flag is a usage error with a hint', async () => {
    const run = await mcp(['policy', 'sync', '--dry-run'], { cwd: fleet.policy });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^error USAGE\n {2}Nonexistent flag: --dry-run\n {2}hint: /u);
  });

  test('a folder that is no policy repository', async () => {
    const run = await mcp(['policy', 'plan'], { cwd: '/' });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^error SOURCE_NOT_FOUND/mu);
    expect(run.stderr).toContain('hint:');
  });

  test('a fleet repository that does not answer', async () => {
    const run = await mcp(['policy', 'plan', '--repository', 'http://127.0.0.1:9/fleet.git'], {
      cwd: fleet.policy,
    });
    expect(run.code).toBe(5);
    expect(run.stderr).toMatch(/^error REMOTE_UNREACHABLE/mu);
  });

  test('doctor says what is wrong and goes on', async () => {
    const run = await mcp(['doctor'], { cwd: '/' });
    expect(run.code).toBe(2);
    expect(run.stdout).toMatch(/^ok +git/mu);
    expect(run.stdout).toMatch(/^failed +policy repository/mu);
    expect(run.stdout).toMatch(/^skipped +fleet repository/mu);
  });
});

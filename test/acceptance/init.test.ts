import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { documentOf, mcp } from '../support/mcp.ts';

interface Initialised {
  readonly directory: string;
  readonly repository: string;
  readonly files: readonly string[];
  readonly madeRepository: boolean;
}

const identity = {
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@x',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@x',
};
const emptyFolder = () => mkdtempSync(join(tmpdir(), 'mcp-init-'));

async function commit(cwd: string): Promise<void> {
  await execa('git', ['add', '--all'], { cwd });
  await execa('git', ['commit', '--quiet', '--message', 'First baseline'], { cwd, env: identity });
}

/** What the steps of a workflow run, in order; those with a condition that holds on the default branch too. */
function commandsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:run:|script:|-) (mcp [^\n]+)/gu)].map(([, command = '']) => command);
}

describe('mcp init', () => {
  test('writes a repository that checks, plans, syncs and reports, by the very steps of its workflows', async () => {
    const cwd = emptyFolder();
    const run = await mcp(['init', 'policy', '--name', 'demo', '--json'], { cwd });
    const { directory, files, madeRepository } = documentOf<Initialised>(run);
    expect(run.code).toBe(0);
    expect(madeRepository).toBe(true);
    expect(files).toContain('.github/workflows/policy.yaml');
    expect(files.every((file) => existsSync(join(directory, file)))).toBe(true);
    expect(readFileSync(join(directory, 'README.md'), 'utf8')).toContain('the fleet `demo`');
    expect(files.filter((file) => /__[A-Z]+__/u.test(readFileSync(join(directory, file), 'utf8')))).toEqual(
      [],
    );

    const before = await mcp(['policy', 'plan', '--worktree', '--json'], { cwd: directory });
    expect(documentOf<{ summary: unknown }>(before).summary).toMatchObject({ create: 3, blocked: 0 });

    await commit(directory);
    for (const workflow of ['.github/workflows/policy.yaml', '.gitlab-ci.yml']) {
      const commands = commandsOf(readFileSync(join(directory, workflow), 'utf8'));
      expect(commands).toHaveLength(5);
      for (const command of commands) {
        const step = await mcp(
          command
            .replace(/ > .*$/u, '')
            .split(' ')
            .slice(1),
          { cwd: directory },
        );
        expect([command, step.code, step.code === 0 ? '' : step.stderr]).toEqual([command, 0, '']);
      }
    }
    expect(readdirSync(join(directory, 'report'))).toEqual(['report.html']);
    const { stdout } = await execa('git', [
      '-C',
      join(cwd, 'demo-fleet.git'),
      'branch',
      '--format=%(refname:short)',
    ]);
    expect(stdout.split('\n')).toEqual([
      'cluster/development-1',
      'cluster/production-1',
      'cluster/staging-1',
      'mcp/ledger',
    ]);
  });

  test('writes into a repository that is there, for the pipeline and the host that are asked for', async () => {
    const cwd = emptyFolder();
    await execa('git', ['init', '--quiet', '.'], { cwd });
    writeFileSync(join(cwd, 'LICENSE'), 'x');
    const url = 'https://git.example.com:8443/acme/fleet.git';
    const run = await mcp(['init', '--name', 'acme', '--repository', url, '--ci', 'gitlab', '--json'], {
      cwd,
    });
    const { files, madeRepository, repository } = documentOf<Initialised>(run);
    expect([repository, madeRepository]).toEqual([url, false]);
    expect(files.filter((file) => file.startsWith('.git'))).toEqual(['.gitignore', '.gitlab-ci.yml']);
    const pipeline = parse(readFileSync(join(cwd, '.gitlab-ci.yml'), 'utf8')) as { variables: unknown };
    expect(pipeline.variables).toMatchObject({ MCP_GIT_HOST: 'git.example.com:8443' });
    expect(await mcp(['policy', 'check'], { cwd })).toMatchObject({ code: 0 });
  });

  test('writes nothing when it would write over something', async () => {
    const cwd = emptyFolder();
    writeFileSync(join(cwd, 'README.md'), 'mine');
    const run = await mcp(['init', '--name', 'acme'], { cwd });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('holds README.md already');
    expect(readdirSync(cwd)).toEqual(['README.md']);
    expect(readFileSync(join(cwd, 'README.md'), 'utf8')).toBe('mine');
  });

  test.each([
    [['policy', '--name', 'Acme Fleet'], '"Acme Fleet" cannot be the name of a fleet'],
    [['My_Policy'], '"My_Policy" cannot be the name of a fleet'],
    [['policy', '--repository', 'https://me:secret@git.example.com/fleet.git'], 'holds a password'],
    [['policy', '--repository', 'ext::sh -c date'], 'not supported'],
    [['policy', '--ci', 'jenkins'], 'jenkins'],
  ])('refuses %j', async (args, message) => {
    const cwd = emptyFolder();
    const run = await mcp(['init', ...args], { cwd });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr).not.toContain('secret');
    expect(readdirSync(cwd)).toEqual([]);
  });
});

import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { folderWith } from '../support/folder.ts';
import { mcp, root } from '../support/mcp.ts';

const rego = (body: string) => `package main\n\n${body}\n`;
const files = {
  'policy/main.rego': rego('deny contains sprintf("%s %s", [input.x, data.list[_]])'),
  'manifests/a.yaml': 'x: a\n',
  'other.yaml': 'x: o\n',
  'data.yaml': 'list: [d]\n',
};

/** Runs the binary in a folder with a cache of its own. */
function setUp(more: Readonly<Record<string, string>> = {}) {
  const folder = folderWith({ ...files, ...more });
  const cache = folderWith({});
  const answers = join(cache, 'answers');
  return {
    answers,
    path: (name: string) => join(folder, name),
    write: (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
    },
    run: (args: readonly string[], env: NodeJS.ProcessEnv = {}, input = '') =>
      mcp(['policy', ...args], {
        cwd: folder,
        input,
        env: { MCP_CACHE_DIR: cache, FORCE_COLOR: undefined, ...env },
      }),
    /** Changes whenever an answer was worked out and kept. */
    kept: () =>
      existsSync(answers) ? readdirSync(answers).map((name) => statSync(join(answers, name)).ino) : [],
  };
}

const evaluate = ['eval', 'manifests', 'link.yaml', '--policy', 'policy', '--data', 'data.yaml'];

describe('an answer that is known', () => {
  test('is the same, and is worked out anew when anything that it depends on changes', async () => {
    const { answers, path, write, run, kept } = setUp();
    symlinkSync('other.yaml', path('link.yaml'));
    const first = await run(evaluate);
    expect(first).toMatchObject({ code: 1, stderr: '' });
    expect(first.stdout).toContain('a d');
    const before = kept();
    expect(before).toHaveLength(1);
    expect(await run(evaluate)).toEqual(first);
    expect(kept()).toEqual(before);

    write('manifests/a.yaml', 'x: b\n');
    expect((await run(evaluate)).stdout).toContain('b d');
    write('manifests/b.yaml', 'x: new\n');
    expect((await run(evaluate)).stdout).toContain('new d');
    write('data.yaml', 'list: [e]\n');
    expect((await run(evaluate)).stdout).toContain('b e');
    write('third.yaml', 'x: t\n');
    rmSync(path('link.yaml'));
    symlinkSync('third.yaml', path('link.yaml'));
    expect((await run(evaluate)).stdout).toContain('t e');
    write('policy/main.rego', rego('warn contains input.x'));
    expect(await run(evaluate)).toMatchObject({ code: 0 });
    expect(await run([...evaluate, '--fail-on-warn'])).toMatchObject({ code: 1 });
    expect((await run([...evaluate, '--format', 'github'])).stdout).toMatch(/^::warning /u);
    expect(JSON.parse((await run([...evaluate, '--json'])).stdout)).toMatchObject({ summary: { warned: 3 } });
    const document = (await run(evaluate, { MCP_CONTENT_TYPE: 'json' })).stdout;
    expect(JSON.parse(document)).toMatchObject({ summary: { warned: 3 } });

    const last = await run(evaluate);
    for (const name of readdirSync(answers)) {
      const file = join(answers, name);
      writeFileSync(file, readFileSync(file, 'utf8').replaceAll('warn', 'worn'));
    }
    expect(await run(evaluate)).toEqual(last);
    for (const name of readdirSync(answers)) writeFileSync(join(answers, name), '');
    expect(await run(evaluate)).toEqual(last);
  }, 60_000);

  test.each([
    ['what the time decides', 'deny contains "x" if time.now_ns() > 0', []],
    ['what the environment decides', 'deny contains "x" if opa.runtime().env.X', ['--allow', 'opa.runtime']],
    [
      'what could not be judged',
      'deny contains "x" if {\n\tsome x in [1, 2]\n\tf(1) == x\n}\n\nf(_) := 1\n\nf(_) := 2',
      [],
    ],
    ['what a file that policies read decides', 'deny contains parse_config_file("../data.yaml").list[_]', []],
    ['what came with a warning', 'deny contains data.nowhere.x', []],
    ['the standard input', 'deny contains input.x', ['-']],
  ])('is never %s', async (_what, body, more) => {
    const { run, kept, write } = setUp();
    write('policy/main.rego', rego(body));
    const { stdout } = await run(
      [...evaluate.filter((word) => word !== 'link.yaml'), ...more],
      { X: '1' },
      'x: y\n',
    );
    expect(stdout).toContain('Eval:');
    expect(kept()).toEqual([]);
  });

  test('is worked out anew once a policy repository is around', async () => {
    const { run, kept, write } = setUp({ 'p.rego': 'package p\n' });
    expect(await run(['check', 'p.rego'])).toMatchObject({ code: 0 });
    const before = kept();
    write('mcp.yaml', 'kind: nothing\n');
    expect((await run(['check', 'p.rego'])).stderr).toContain('control ids are not checked');
    expect(kept()).toEqual(before);
  });

  test('is worked out anew by another version', async () => {
    const copy = folderWith({ 'p.rego': 'package p\n' });
    for (const part of ['bin', 'dist', 'package.json', 'oclif.manifest.json'])
      cpSync(join(root, part), join(copy, part), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    const answers = join(copy, 'cache', 'answers');
    const env = { MCP_CACHE_DIR: join(copy, 'cache'), FORCE_COLOR: undefined };
    const checked = async () => {
      await execa(process.execPath, ['bin/run.js', 'policy', 'check', 'p.rego'], { cwd: copy, env });
      return readdirSync(answers).map((name) => statSync(join(answers, name)).ino);
    };
    const first = await checked();
    expect(await checked()).toEqual(first);
    const file = join(copy, 'package.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"version": ".*"/u, '"version": "9.9.9"'));
    expect(await checked()).not.toEqual(first);
  });
});

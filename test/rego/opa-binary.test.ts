import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { findArtifact } from '../../src/rego/artifact.ts';
import { opaBinaryBackend } from '../../src/rego/opa-binary.ts';
import { reactorBackend } from '../../src/rego/reactor-backend.ts';
import { RegoProgram } from '../../src/rego/program.ts';

const texts = [
  '# METADATA\n# title: T\n# custom: {id: p}\npackage a["b.c"]\n\nimport data.lib\n\ndeny contains x if x := lib.f(1)\n\none := 1\n\nq.r := 1\n',
  'package lib\n\nf(x) := x + 1\n',
];

describe.skipIf(!hasOpa())('an opa binary', () => {
  it('finds what the reactor finds, save what rules read', async () => {
    const [binary, reactor] = await backends();
    const { packages } = await binary.inspect(texts, []);
    const conservative = { reads: [[]], clock: true };
    const expected = (await reactor.inspect(texts, [])).packages.map((found) => ({
      ...found,
      reads: [{ path: [], position: null }],
      rules: found.rules.map((rule) => ({ ...rule, ...conservative })),
    }));
    expect(packages).toEqual(expected);
  });

  it.each([
    ['package a\n\nx := y\n', 3],
    ['package a\n\nx := http.send({})\n', 3],
    ['package a\n\nx contains {', 3],
  ])('tells the mistake in %j', async (text, row) => {
    const [binary, reactor] = await backends();
    const [found] = (await binary.inspect(['package lib', text], [])).problems ?? [];
    const [expected] = (await reactor.inspect(['package lib', text], [])).problems ?? [];
    expect(found?.code).toBe(expected?.code);
    expect(found?.position).toMatchObject({ module: 1, row });
  });

  it('compiles what runs', async () => {
    const [binary] = await backends();
    const { problems, wasm } = await binary.compile(texts, ['a/b.c/deny'], []);
    expect(problems).toEqual([]);
    const program = await RegoProgram.load(wasm, [], new Date(0));
    expect(program.evaluate('a/b.c/deny', new TextEncoder().encode('{}').buffer)).toEqual([2]);
  });
});

async function backends() {
  return [(await opaBinaryBackend())!, reactorBackend(findArtifact()!)] as const;
}

function hasOpa(): boolean {
  try {
    return execFileSync('opa', ['version'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).startsWith('Version: 1.');
  } catch {
    return false;
  }
}

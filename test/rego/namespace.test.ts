import { describe, expect, it } from 'vitest';
import type { RegoModule } from '../../src/model/policy.ts';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { RegoProgram } from '../../src/rego/program.ts';
import { memoryCache } from './memory-cache.ts';

const now = new Date('2026-11-24T11:00:00Z');
const compiler = await RegoCompiler.open(memoryCache());

function template(namespace: string, text: string): RegoModule {
  return { path: `${namespace}.yaml`, text, version: 'v0', namespace: ['t', namespace] };
}

describe('modules of Rego v0 with namespaces', () => {
  it('lie side by side with libraries of the same name, and with Rego v1', async () => {
    const policy =
      'package p\nimport data.lib.x\nviolation[{"msg": m}] { any([input.on]); m := x.say(data.lib.x.end) }\n';
    const modules: readonly RegoModule[] = [
      template('A', policy),
      template('A', 'package lib.x\nsay(end) = s { s := concat("", ["a", end]) }\nend = "!"\n'),
      template('B', policy),
      template('B', 'package lib.x\nsay(end) = s { s := concat("", ["b", end]) }\nend = "?"\n'),
      {
        path: 'entry',
        text: 'package e\n\nout := v if v := [data.t.A.p.violation, data.t.B.p.violation] with input as {"on": data.inventory.on}\n',
      },
    ];
    const packages = await compiler.inspect(modules);
    expect(packages.map(({ path }) => path.join('.'))).toEqual([
      'e',
      't.A.lib.x',
      't.A.p',
      't.B.lib.x',
      't.B.p',
    ]);

    const program = await RegoProgram.load(await compiler.compile(modules, ['e/out']), modules, now);
    program.setData('{"inventory":{"on":true}}');
    expect(program.evaluate('e/out', new ArrayBuffer(0))).toEqual([[{ msg: 'a!' }], [{ msg: 'b?' }]]);
    program.setData('{"inventory":{"on":false}}');
    expect(program.evaluate('e/out', new ArrayBuffer(0))).toEqual([[], []]);
  });

  it.each([
    ['data.secrets', 'violation[1] { data.secrets.x }', 3, 16],
    ['data.p.helper', 'violation[1] { data.p.helper }', 3, 16],
    ['data[input.x].y', 'violation[1] { data[input.x].y }', 3, 16],
    ['data', 'violation[1] { x := data }', 3, 21],
    ['data.other', 'import data.other', 3, 8],
    ['data.secrets', 'violation[1] { input[data.secrets.name] }', 3, 22],
  ])('may not read %s', async (_what, body, line, column) => {
    await expect(compiler.inspect([template('A', `package p\n\n${body}\n`)])).rejects.toMatchObject({
      code: 'REGO_INVALID',
      message: expect.stringContaining('is refused: a template reads data.inventory') as string,
      position: { file: 'A.yaml', line, column },
    });
  });

  it('keep their places in the text', async () => {
    await expect(
      compiler.inspect([template('A', 'package p\n\nviolation[x] { y }\n')]),
    ).rejects.toMatchObject({ position: { file: 'A.yaml', line: 3, column: 11 } });
  });
});

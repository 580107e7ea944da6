import { describe, expect, it } from 'vitest';
import { compileText } from '../../src/cel/template.ts';
import type { Json } from '../../src/model/json.ts';

const at = (offset: number) => ({ file: 'mcp.yaml', line: 2, column: offset + 1 });
const bindings = {
  cluster: { name: 'paris', count: 2, ratio: 0.5, on: true, none: null, list: [1], map: { a: 1 } },
};
const evaluate = async (text: string): Promise<Json> =>
  (await compileText(text, at, ['cluster'])).evaluate(bindings);

describe('compileText', () => {
  it.each<[string, Json]>([
    ['no holes', 'no holes'],
    ['', ''],
    ['cluster/${cluster.name}', 'cluster/paris'],
    ['${cluster.name}', 'paris'],
    ['${cluster.count}', 2],
    ['${cluster.list}', [1]],
    ['${cluster.map}', { a: 1 }],
    ['${cluster.none}', null],
    ['${cluster.count}\n', '2\n'],
    ['${cluster.count}-${cluster.ratio}-${cluster.on}', '2-0.5-true'],
    ['$${cluster.name} is ${cluster.name}', '${cluster.name} is paris'],
    ["${cluster.name + '}'}", 'paris}'],
  ])('%j', async (text, expected) => {
    expect(await evaluate(text)).toEqual(expected);
  });

  it.each([
    ['x ${cluster.list}', 'CEL_FAILED', 5, 'a list cannot stand inside a text'],
    ['x ${cluster.map}', 'CEL_FAILED', 5, 'a map cannot stand inside a text'],
    ['x ${cluster.none}', 'CEL_FAILED', 5, 'null cannot stand inside a text'],
    ['x ${cluster.name} ${cluster.zone}', 'CEL_FAILED', 28, 'no such key: zone'],
    ['x ${cluster.name} ${clutser}', 'CEL_INVALID', 21, 'there is no variable clutser'],
    ['x ${cluster.name', 'CEL_INVALID', 3, 'no closing }'],
  ])('%j is refused', async (text, code, column, message) => {
    const error: unknown = await evaluate(text).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, position: { file: 'mcp.yaml', line: 2, column } });
    expect((error as Error).message).toContain(message);
  });

  it('says what it reads', async () => {
    const { reads } = await compileText('${cluster.name}-${cluster.labels.x}-${cluster.name}', at, [
      'cluster',
    ]);
    expect(reads).toEqual([
      ['cluster', 'labels', 'x'],
      ['cluster', 'name'],
    ]);
  });
});

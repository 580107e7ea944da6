import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitHoles } from '../../src/cel/holes.ts';
import { McpError } from '../../src/model/error.ts';

const at = (offset: number) => ({ file: 't.yaml', line: 1, column: offset + 1 });
const split = (text: string) =>
  splitHoles(text, at).map((piece) =>
    piece.kind === 'text' ? piece.text : [piece.expression, piece.offset],
  );

describe('splitHoles', () => {
  it.each([
    ['', ['']],
    ['plain', ['plain']],
    ['$', ['$']],
    ['a $(b) {c}', ['a $(b) {c}']],
    ['${a}', [['a', 2]]],
    ['x-${a}-y', ['x-', ['a', 4], '-y']],
    [
      '${a}${b}',
      [
        ['a', 2],
        ['b', 6],
      ],
    ],
    ['$${a}', ['${a}']],
    ['$$${a}', ['$${a}']],
    ['${a}$${b}${c}', [['a', 2], '${b}', ['c', 11]]],
    ["${{'k': {'n': 1}}}", [["{'k': {'n': 1}}", 2]]],
    ["${'}'}", [["'}'", 2]]],
    ['${"}"}', [['"}"', 2]]],
    ["${'\\'}'}", [["'\\'}'", 2]]],
    ["${r'\\'}", [["r'\\'", 2]]],
    ["${bR'\\'}", [["bR'\\'", 2]]],
    ["${bar'\\'}'}", [["bar'\\'}'", 2]]],
    ['${"""a"}""" + b}', [['"""a"}""" + b', 2]]],
    ["${'''a'}\n''' + b}", [["'''a'}\n''' + b", 2]]],
    ['${a // it } is\n + b}', [['a // it } is\n + b', 2]]],
    ["${'${x}'}", [["'${x}'", 2]]],
  ])('%j', (text, pieces) => {
    expect(split(text)).toEqual(pieces);
  });

  it.each([
    ['ab ${cd', 4, 'no closing }'],
    ['${a}${', 5, 'no closing }'],
    ['${{}', 1, 'no closing }'],
    ["x ${'a}", 3, 'never ends'],
    ['${a // }', 1, 'no closing }'],
  ])('%j is refused at column %i', (text, column, message) => {
    const error = catchError(() => splitHoles(text, at));
    expect(error).toMatchObject({ code: 'CEL_INVALID', position: { file: 't.yaml', line: 1, column } });
    expect(error.message).toContain(message);
  });

  it('keeps any text whose ${ are doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('$', '{', '}', "'", 'a', '\n') }), (text) => {
        // A dollar right before ${ would itself become part of the escape.
        fc.pre(!text.includes('$${'));
        expect(split(text.replaceAll('${', () => '$${'))).toEqual([text]);
      }),
    );
  });
});

function catchError(run: () => unknown): McpError {
  try {
    run();
  } catch (error) {
    if (error instanceof McpError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

import { spawnSync } from 'node:child_process';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { isRefName } from '../../src/git/ref-name.ts';

const gitAccepts = (name: string) => spawnSync('git', ['check-ref-format', name]).status === 0;

test('agrees with git', () => {
  const part = fc.oneof(
    fc.constantFrom(
      'a',
      '.a',
      'a.',
      'a.lock',
      '..',
      '@',
      '@{',
      '-',
      '',
      '*',
      'a b',
      'a~1',
      'é',
      '\u007f',
      '\t',
      ':',
      '\\',
      '[',
      '?',
      '^',
    ),
    fc.stringMatching(/^[a.@{/-]{1,4}$/),
  );
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (parts) => {
      const name = `refs/heads/${parts.join('/')}`;
      expect([name, isRefName(name)]).toEqual([name, gitAccepts(name)]);
    }),
    { numRuns: 60 },
  );
});

test.each([
  ['HEAD', true],
  ['main', false],
  ['refs/heads/cluster/emea-1', true],
  ['refs/heads/a\nrefs/heads/b', false],
  ['refs/heads/a\0', false],
  [`refs/heads/${'a'.repeat(2000)}`, false],
])('%j: %s', (name, valid) => {
  expect(isRefName(name)).toBe(valid);
});

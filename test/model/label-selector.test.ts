import { expect, it } from 'vitest';
import { selectorMatches } from '../../src/model/label-selector.ts';
import type { SelectorOperator } from '../../src/model/placement.ts';

const labels = { env: 'prod' };

it.each([
  [{ env: 'prod' }, true],
  [{ env: 'dev' }, false],
  [{ team: 'a' }, false],
  [{ toString: 'x' }, false],
  [{}, true],
])('matchLabels %j: %s', (matchLabels, matches) => {
  expect(selectorMatches({ matchLabels, matchExpressions: [] }, labels)).toBe(matches);
});

it.each<[string, SelectorOperator, string[], boolean]>([
  ['env', 'In', ['dev', 'prod'], true],
  ['env', 'In', ['dev'], false],
  ['team', 'In', ['a'], false],
  ['env', 'NotIn', ['dev'], true],
  ['env', 'NotIn', ['prod'], false],
  ['team', 'NotIn', ['a'], true],
  ['env', 'Exists', [], true],
  ['team', 'Exists', [], false],
  ['team', 'DoesNotExist', [], true],
  ['env', 'DoesNotExist', [], false],
  ['constructor', 'Exists', [], false],
])('%s %s %j: %s', (key, operator, values, matches) => {
  expect(selectorMatches({ matchLabels: {}, matchExpressions: [{ key, operator, values }] }, labels)).toBe(
    matches,
  );
});

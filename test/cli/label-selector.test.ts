import { expect, it } from 'vitest';
import { parseLabelSelector } from '../../src/cli/label-selector.ts';
import { selectorMatches } from '../../src/model/label-selector.ts';

const labels = { environment: 'production', 'acme.example/tier': 'edge', empty: '' };

it.each([
  ['environment=production', true],
  ['environment==production', true],
  ['environment = staging', false],
  ['environment!=staging', true],
  ['missing!=x', true],
  ['environment in (staging, production)', true],
  ['environment notin (staging,production)', false],
  ['acme.example/tier', true],
  ['!acme.example/tier', false],
  ['!missing', true],
  ['empty=', true],
  ['environment in (production),acme.example/tier=edge,!missing', true],
  ['environment=production,acme.example/tier=core', false],
])('%s: %s', (text, matches) => {
  expect(selectorMatches(parseLabelSelector(text), labels)).toBe(matches);
});

it.each(['', 'a=b,', '=b', 'a in b', 'a=b=c', 'a>1', 'a in (b', '-a'])('refuses %j', (text) => {
  expect(() => parseLabelSelector(text)).toThrow('which is no requirement of labels');
});

import { expect, it } from 'vitest';
import { parseWhatIfs } from '../../src/cli/what-if.ts';

it('reads labels to set and to remove', () => {
  expect(parseWhatIfs(['cluster=eu-1,environment=production,-tier', 'cluster=b, empty=, a=b=c'])).toEqual([
    { cluster: 'eu-1', set: { environment: 'production' }, remove: ['tier'] },
    { cluster: 'b', set: { empty: '', a: 'b=c' }, remove: [] },
  ]);
});

it('keeps a label that is named like what every object has', () => {
  expect(Object.entries(parseWhatIfs(['cluster=b,__proto__=x'])[0]!.set)).toEqual([['__proto__', 'x']]);
});

it.each([
  [['eu-1'], '--what-if eu-1 does not begin with cluster=NAME'],
  [['cluster=,a=b'], '--what-if cluster=,a=b does not begin with cluster=NAME'],
  [['cluster=eu-1'], '--what-if cluster=eu-1 changes no label'],
  [['cluster=eu-1,a'], "--what-if cluster=eu-1,a holds 'a', which is neither label=value nor -label"],
  [['cluster=eu-1,=b'], "--what-if cluster=eu-1,=b holds '=b', which is neither label=value nor -label"],
  [['cluster=eu-1,-'], "--what-if cluster=eu-1,- holds '-', which is neither label=value nor -label"],
  [['cluster=eu-1,a=b,-a'], '--what-if cluster=eu-1,a=b,-a changes a twice'],
  [['cluster=eu-1,a=b', 'cluster=eu-1,c=d'], '--what-if names the cluster eu-1 twice'],
])('refuses %j', (texts, message) => {
  expect(() => parseWhatIfs(texts)).toThrow(message);
});

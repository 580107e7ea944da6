import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearestPosition } from '../../src/yaml/nearest-position.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';
import { readPath } from '../../src/yaml/read-path.ts';

it.each([
  ['', []],
  ['spec', ['spec']],
  ['spec.containers[0].image', ['spec', 'containers', 0, 'image']],
  ['spec.containers.0.image', ['spec', 'containers', '0', 'image']],
  ['metadata.labels["a.b/c"]', ['metadata', 'labels', 'a.b/c']],
  [`metadata.labels['a.b/c'].x`, ['metadata', 'labels', 'a.b/c', 'x']],
  [String.raw`["a\"b"]`, ['a"b']],
  ['[0][1]', [0, 1]],
  ['a[b', ['a']],
  ['a..b', ['a']],
  ['__proto__.x', ['__proto__', 'x']],
])('%s', (text, path) => {
  expect(readPath(text)).toEqual(path);
});

it('never throws and always ends', () => {
  fc.assert(fc.property(fc.string(), (text) => readPath(text).length <= text.length));
});

it.each([
  ['spec.containers[1].image', 6],
  ['spec.containers[1].securityContext.privileged', 5],
  ['spec.containers[7].image', 2],
  ['spec.containers.0.name', 3],
  ['metadata.labels["x"]', 1],
  ['', 1],
  ['constructor.name', 1],
])('the nearest place of %s is line %i', (field, line) => {
  const text = 'spec:\n  containers:\n    - name: a\n      image: b\n    - name: c\n      image: d\n';
  const [document] = parseDocuments(text, 'pod.yaml');
  expect(nearestPosition(document!, readPath(field)).line).toBe(line);
});

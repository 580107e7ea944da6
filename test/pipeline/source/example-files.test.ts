import { describe, expect, it } from 'vitest';
import { withoutExamples } from '../../../src/pipeline/source/example-files.ts';

const left = (paths: readonly string[], policies: readonly string[]) =>
  withoutExamples(
    paths.map((path) => ({ path })),
    policies.map((path) => ({ path })),
  ).map(({ path }) => path);

describe('examples beside policies', () => {
  it('are left out', () => {
    expect(left(['a/b.pass.yaml', 'a/b.fail.yaml', 'a/c.yaml'], ['a/b.rego'])).toEqual(['a/c.yaml']);
  });

  it.each([
    ['there is no such policy', 'a/c.pass.yaml'],
    ['the policy stands elsewhere', 'b.pass.yaml'],
    ['it only looks like one', 'a/b.passes.yaml'],
    ['it ends otherwise', 'a/b.pass.yaml.txt'],
  ])('are kept when %s', (_, path) => {
    expect(left([path], ['a/b.rego'])).toEqual([path]);
  });
});

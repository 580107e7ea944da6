import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewOf } from '../../../src/pipeline/evaluate/cluster-view.ts';
import { memoryCache } from '../../rego/memory-cache.ts';
import { cluster, lines, object, policy, rendering, run, source } from './policies.ts';

const environment = policy('environment', 'deny contains "production" if input.cluster.labels.env == "prod"');
const name = policy('name', 'deny contains input.cluster.name');
const blind = policy('blind', 'deny contains "no" if input.object.kind == "Pod"');

describe('what differs between clusters', () => {
  it('reaches exactly the policies that read it', async () => {
    const renderings = ['a', 'b', 'c'].map((each) => rendering(each, object('Pod', 'web')));
    const clusters = new Map([
      ['a', cluster('a', { env: 'prod' })],
      ['b', cluster('b', { env: 'dev' })],
      ['c', cluster('c')],
    ]);
    const result = await run({ renderings, clusters, policies: [source(environment, name, blind)] });
    expect(['a', 'b', 'c'].map((each) => lines(result, each))).toEqual([
      ['blind fail web no', 'environment fail web production', 'name fail web a'],
      ['blind fail web no', 'environment pass web', 'name fail web b'],
      ['blind fail web no', 'environment pass web', 'name fail web c'],
    ]);
  });

  it('does not keep clusters from sharing their findings when nobody reads it', async () => {
    const renderings = ['a', 'b'].map((each) => rendering(each, object('Pod', 'web')));
    const clusters = new Map([
      ['a', cluster('a', { env: 'dev', team: 'x' })],
      ['b', cluster('b', { env: 'dev' })],
    ]);
    const { evaluations } = await run({ renderings, clusters, policies: [source(environment, blind)] });
    expect(evaluations.get('b')!.findings).toBe(evaluations.get('a')!.findings);
  });
});

describe('verdicts of an earlier run', () => {
  const policies = [source(blind, environment)];

  it('are taken from the cache without compiling, and are the same', async () => {
    const cache = memoryCache();
    const first = await run({ policies }, { cache });
    const program = [...cache.entries].find(([, { length }]) => length > 50_000)![0];
    cache.entries.delete(program);
    cache.misses.length = 0;
    expect(await run({ policies }, { cache })).toEqual(first);
    expect(cache.misses).toEqual([]);
  });

  it.each([
    ['a policy', { policies: [source(blind, `${environment}\nx := 1\n`)] }],
    ['a parameter', { policies: [{ ...source(blind, environment), parameters: { registry: 'other' } }] }],
    ['a manifest', { policies, renderings: [rendering('a', object('Pod', 'other'))] }],
    [
      'what a policy reads of the cluster',
      { policies, clusters: new Map([['a', cluster('a', { env: 'prod' })]]) },
    ],
  ])('are not taken when %s changes', async (_name, input) => {
    const cache = memoryCache();
    await run({ policies }, { cache });
    cache.misses.length = 0;
    await run(input, { cache });
    expect(cache.misses).toContain('verdicts');
  });

  it('are not kept when they depend on the time, or when a policy threw', async () => {
    const late = policy('late', 'deny contains sprintf("%d", [time.now_ns()])');
    const bad = policy('bad', 'deny contains "x" if conflict\nconflict := 1\nconflict := 2 if input.object');
    const cache = memoryCache();
    expect(lines(await run({ policies: [source(late)] }, { cache }))).toEqual([
      'late fail web 1795518000000000000',
    ]);
    const later = { cache, clock: { now: () => new Date('2026-11-24T11:00:01Z') } };
    expect(lines(await run({ policies: [source(late)] }, later))).toEqual([
      'late fail web 1795518001000000000',
    ]);
    await run({ policies: [source(bad)] }, { cache });
    expect([...cache.entries.keys()].filter((key) => key.startsWith('verdicts'))).toEqual([]);
  });
});

describe('the view of a cluster', () => {
  it.each([
    [[], '{}'],
    [[['name']], '{"name":"a"}'],
    [[['labels', 'b']], '{"labels":{"b":"2"}}'],
    [[['labels', 'missing']], '{"labels":{}}'],
    [[['labels', '__proto__']], '{"labels":{"__proto__":"p"}}'],
    [[['labels', 'toString']], '{"labels":{}}'],
    [[['name', 'deeper']], '{"name":"a"}'],
    [[['taints', 'key']], '{"taints":[{"key":"k"}]}'],
    [[['nothing']], '{}'],
  ])('through %j is %s', (paths, view) => {
    const labels = JSON.parse('{"b": "2", "__proto__": "p", "c": "3"}') as Record<string, string>;
    expect(viewOf({ name: 'a', labels, taints: [{ key: 'k' }] }, paths)).toBe(view);
  });

  it('of everything is the cluster, sorted', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 })), (value) => {
        const document = JSON.parse(JSON.stringify(value)) as Record<string, never>;
        expect(JSON.parse(viewOf(document, [['name'], []]))).toEqual(document);
      }),
    );
  });
});

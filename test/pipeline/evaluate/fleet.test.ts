import { describe, expect, it } from 'vitest';
import { McpError } from '../../../src/model/error.ts';
import type { PolicyException } from '../../../src/model/exception.ts';
import type { EvaluateResult } from '../../../src/pipeline/evaluate/index.ts';
import { memoryCache } from '../../rego/memory-cache.ts';
import { cluster, exception, object, policy, rendering, run, source } from './policies.ts';

const fleetPolicy = (rules: string, custom: Readonly<Record<string, string>> = {}) =>
  source(policy('whole', rules, { scope: 'fleet', ...custom }));

const renderings = [
  rendering('a', object('Pod', 'web')),
  { cluster: 'b', baselines: ['base'], error: new McpError('CEL_FAILED', 'no') },
];
const clusters = new Map(['c', 'a', 'b'].map((name) => [name, cluster(name, { env: 'dev' })]));
const fleet = { renderings, clusters };

/** The findings about the fleet, one line each: `state cluster message`. */
function found({ fleet: evaluation }: EvaluateResult): readonly string[] | undefined {
  return evaluation?.findings.map(({ state, cluster: name, message }) =>
    `${state} ${name ?? '-'} ${message}`.trim(),
  );
}

/** What a policy sees under a path of the fleet. */
async function seen(path: string, exceptions: readonly PolicyException[] = []): Promise<unknown> {
  const policies = [
    fleetPolicy(`deny contains json.marshal(input.${path})`),
    source(policy('pod', 'deny contains "no"')),
  ];
  const { fleet: evaluation } = await run({ ...fleet, policies, exceptions });
  return JSON.parse(evaluation?.findings[0]?.message ?? '');
}

describe('a policy of the scope fleet', () => {
  it('sees every cluster of the inventory, with what it gets and whether that is held back', async () => {
    expect(await seen('fleet.name')).toBe('acme');
    expect(await seen('fleet.clusters')).toMatchObject([
      { name: 'a', labels: { env: 'dev' }, baselines: [{ name: 'base', version: '1' }], held: true },
      { name: 'b', baselines: [{ name: 'base', version: null }], held: true },
      { name: 'c', availability: 'available', baselines: [], held: false },
    ]);
    expect(await seen('parameters')).toEqual({ registry: 'registry.example' });
  });

  it('sees every exception, as it stands', async () => {
    const exceptions = [
      exception({ policies: ['pod'], clusters: ['a'] }, { name: 'used' }),
      exception({ policies: ['pod'], clusters: ['c'] }, { name: 'idle', expires: '2026-11-30' }),
      exception({ policies: ['pod'], clusters: ['b'] }, { name: 'unknown' }),
      exception({ policies: ['whole'], clusters: ['c'] }, { name: 'of-fleet' }),
      exception({ policies: ['gone'], clusters: ['a'] }, { name: 'over', expires: '2026-11-20' }),
      exception({ policies: ['pod'], clusters: ['c'] }, { name: 'to-come', created: '2026-12-01' }),
    ];
    const states = (await seen('fleet.exceptions', exceptions)) as readonly Record<string, unknown>[];
    expect(states.map(({ name, state, daysLeft, unused }) => [name, state, daysLeft, unused])).toEqual([
      ['idle', 'active', 6, true],
      ['of-fleet', 'active', 37, false],
      ['over', 'expired', -4, false],
      ['to-come', 'pending', 37, false],
      ['unknown', 'active', 37, false],
      ['used', 'active', 37, false],
    ]);
    expect(states[0]).toMatchObject({
      owner: 'shop',
      approver: 'security',
      policies: ['pod'],
      ticket: 'SEC-1',
    });
  });

  it.each<[string, string, readonly string[]]>([
    ['nothing', 'deny contains "no" if false', ['pass -']],
    ['a text', 'deny contains "no"', ['fail - no']],
    ['a cluster', 'deny contains {"message": "no", "cluster": "c"}', ['fail c no']],
    [
      'several, sorted',
      'deny contains {"message": "no", "cluster": input.fleet.clusters[_].name}\ndeny contains "all"',
      ['fail - all', 'fail a no', 'fail b no', 'fail c no'],
    ],
    [
      'a cluster that is not there',
      'deny contains {"message": "no", "cluster": "d"}',
      ['notEvaluated - deny names the cluster "d", which is not in the inventory'],
    ],
    [
      'what throws',
      'deny contains x if x := bad\nbad := 1\nbad := 2 if input.fleet',
      [expect.stringMatching(/^notEvaluated - /)],
    ],
    [
      'no result',
      'deny contains {"message": "no", "cluster": 1}',
      [expect.stringMatching(/^notEvaluated - deny gave/)],
    ],
    [
      'a reason not to apply',
      'deny contains "no"\nnot_applicable contains "small"',
      ['notApplicable - small'],
    ],
  ])('answers %s', async (_, rules, expected) => {
    expect(found(await run({ ...fleet, policies: [fleetPolicy(rules)] }))).toEqual(expected);
  });

  it('gives clusters no findings, and holds none back', async () => {
    const { evaluations, fleet: evaluation } = await run({
      ...fleet,
      policies: [fleetPolicy('deny contains "no"')],
    });
    expect(evaluations.get('a')).toMatchObject({ findings: [], denials: [] });
    expect(evaluation?.denials).toHaveLength(1);
    const warned = await run({
      ...fleet,
      policies: [fleetPolicy('deny contains "no"', { enforcement: 'warn' })],
    });
    expect(warned.fleet?.denials).toEqual([]);
  });

  it('is absent where there is none', async () => {
    expect(
      (await run({ ...fleet, policies: [source(policy('pod', 'deny contains "no"'))] })).fleet,
    ).toBeNull();
  });

  it.each<[string, Parameters<typeof exception>[0], string]>([
    ['a cluster', { clusters: ['c'] }, 'excepted c no'],
    [
      'selected clusters',
      { clusterSelector: { matchLabels: { env: 'dev' }, matchExpressions: [] } },
      'excepted c no',
    ],
    ['another cluster', { clusters: ['a'] }, 'fail c no'],
    ['objects', { names: ['c'] }, 'fail c no'],
  ])('is excepted for %s', async (_, match, line) => {
    const policies = [
      fleetPolicy('deny contains {"message": "no", "cluster": "c"}'),
      source(policy('pod', 'deny contains "no"')),
    ];
    const excepted = exception({ policies: ['whole'], ...match });
    const result = await run({ ...fleet, policies, exceptions: [excepted] });
    expect(found(result)).toEqual([line]);
    // What the exception is for may be on b, where nothing could be judged.
    const isUsed = line.startsWith('excepted');
    expect(result.unusedExceptions).toEqual(isUsed || 'names' in match ? [] : ['legacy']);
  });

  it('is not excepted for what names no cluster', async () => {
    const policies = [fleetPolicy('deny contains "no"'), source(policy('pod', 'deny contains "no"'))];
    const excepted = exception({ policies: ['whole'], clusters: ['a', 'b', 'c'] });
    expect(found(await run({ ...fleet, policies, exceptions: [excepted] }))).toEqual(['fail - no']);
  });

  it('is evaluated again only when something that it reads is another', async () => {
    const cache = memoryCache();
    const policies = [fleetPolicy('deny contains input.fleet.exceptions[_].name')];
    const verdicts = () => [...cache.entries.keys()].filter((key) => key.startsWith('verdicts/')).length;
    const exceptions = [exception({ policies: ['whole'], clusters: ['a'] })];
    const first = await run({ ...fleet, policies, exceptions: [] }, { cache });
    const known = verdicts();
    await run({ renderings: [], clusters: new Map(), policies, exceptions: [] }, { cache });
    expect([known, verdicts()]).toEqual([1, 1]);
    expect(found(first)).toEqual(['pass -']);
    const never = { ...exceptions[0]!, expires: '2026-11-20' };
    expect(found(await run({ ...fleet, policies, exceptions: [never] }, { cache }))).toEqual([
      'fail - legacy',
    ]);
    expect(verdicts()).toBe(2);
  });
});

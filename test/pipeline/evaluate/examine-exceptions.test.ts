import { describe, expect, it } from 'vitest';
import type { PolicyException } from '../../../src/model/exception.ts';
import { examineExceptions } from '../../../src/pipeline/evaluate/index.ts';
import { memoryCache } from '../../rego/memory-cache.ts';
import { runContext } from '../../support/run-context.ts';
import { cluster, exception, policy, source } from './policies.ts';

const sources = [
  source(
    policy('one', 'deny contains "no"', { kinds: ['Pod'] }),
    policy('whole', 'deny contains "no"', { scope: 'cluster' }),
  ),
];
const context = runContext({ cache: memoryCache() });
const sound = { ticket: 'SEC-1', compensatingControl: 'A firewall.' };

async function problems(...exceptions: readonly PolicyException[]): Promise<readonly string[]> {
  const clusters = [cluster('a', { env: 'dev' })];
  const found = await examineExceptions(exceptions, sources, clusters, context);
  return found.map(({ severity, code, message }) => `${severity} ${code} ${message}`);
}

const warning = (text: string) => `warning CONFIG_INVALID exception legacy ${text}`;

describe('an exception', () => {
  it.each<[string, PolicyException, readonly string[]]>([
    ['that is sound', exception({ policies: ['one'], names: ['web'] }, sound), []],
    [
      'that has expired',
      exception({ policies: ['gone'] }, { expires: '2026-11-23' }),
      [warning('has expired (2026-11-23)')],
    ],
    [
      'that begins later',
      exception({ policies: ['one'], names: ['web'] }, { ...sound, created: '2026-12-01' }),
      [],
    ],
    [
      'from a policy that is not there',
      exception({ policies: ['gone'], names: ['web'] }, sound),
      ['error CONFIG_REFERENCE exception legacy is about the policy gone, which does not exist'],
    ],
    [
      'from every policy',
      exception({ policies: ['one', 'whole'], clusters: ['a'] }, sound),
      ['error CONFIG_INVALID exception legacy names every policy there is, and no object'],
    ],
    [
      'for a cluster that is not there',
      exception({ policies: ['one'], clusters: ['b'] }, sound),
      [warning('is for no cluster of the inventory')],
    ],
    [
      'for labels that no cluster has',
      exception(
        { policies: ['one'], clusterSelector: { matchLabels: { env: 'production' }, matchExpressions: [] } },
        sound,
      ),
      [warning('is for no cluster of the inventory')],
    ],
    [
      'for objects, from a policy about whole clusters',
      exception({ policies: ['whole'], names: ['web'] }, sound),
      [warning('names objects, but the policy whole judges a cluster as a whole')],
    ],
    [
      'that says too little',
      exception({ policies: ['one'], names: ['web'] }, { ticket: '', compensatingControl: '' }),
      [warning('names no ticket'), warning('names no compensating control')],
    ],
  ])('%s', async (_, given, expected) => {
    expect(await problems(given)).toEqual(expected);
  });

  it.each<[string, PolicyException['match'], boolean]>([
    ['for all clusters by name', exception({ policies: ['one'], clusters: ['a', 'b'] }).match, true],
    ['for some', exception({ policies: ['one'], clusters: ['a'] }).match, false],
    [
      'for an object on all',
      exception({ policies: ['one'], clusters: ['a', 'b'], names: ['web'] }).match,
      false,
    ],
  ])('%s', async (_, match, warned) => {
    const clusters = [cluster('a', {}), cluster('b', {})];
    const found = await examineExceptions([exception(match, sound)], sources, clusters, context);
    const text = 'covers each of the 2 clusters of the inventory, and names no object';
    expect(found.map(({ message }) => message)).toEqual(warned ? [`exception legacy ${text}`] : []);
  });

  it('that stands twice', async () => {
    const match = { policies: ['one'], names: ['web'] };
    expect(await problems(exception(match, { ...sound, name: 'first' }), exception(match, sound))).toEqual([
      warning('covers the same as first at exceptions/legacy.yaml:1:1'),
    ]);
  });

  it('of which nothing can be said, because the policies cannot be read', async () => {
    const broken = [source('package a\n\nx :=\n')];
    expect(await examineExceptions([exception({ policies: ['gone'] })], broken, [], context)).toEqual([]);
  });
});

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rolloutAt } from '../../../src/pipeline/rollout/index.ts';
import type { ClusterFacts } from '../../../src/pipeline/rollout/index.ts';
import { readRollout } from '../../../src/pipeline/source/rollout.ts';
import { goProgram } from '../../support/go-program.ts';
import { testPosition } from '../placement/make.ts';

const cases = 2000;
const now = Date.parse('2026-11-24T12:00:00Z');

type Status = 'ToApply' | 'Progressing' | 'Succeeded' | 'Failed';

interface Case {
  readonly type: 'Progressive' | 'ProgressivePerGroup';
  readonly fields: NonNullable<Parameters<typeof readRollout>[0]['progressive']>;
  /** Whether the library is told of clusters that have old content, as in an upgrade, or of none, as at first. */
  readonly isUpgrade: boolean;
  readonly groups: readonly { readonly index: number; readonly name: string; readonly clusters: string[] }[];
  /** Also of clusters that have left. */
  readonly statuses: readonly {
    readonly cluster: string;
    readonly status: Status;
    readonly since: string | null;
  }[];
}

interface Answer {
  readonly toApply: readonly string[];
  readonly timedOut: readonly string[];
  readonly removed: readonly string[];
}

const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const status = fc.record({
  status: fc.constantFrom<Status>(
    'ToApply',
    'ToApply',
    'ToApply',
    'Succeeded',
    'Succeeded',
    'Progressing',
    'Failed',
  ),
  minutes: fc.constantFrom(0, 29, 30, 31, 60, 90),
});
const count = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom('1%', '20%', '34%', '50%', '100%'));
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const rollouts: fc.Arbitrary<Case> = fc
  .record({
    type: fc.constantFrom<Case['type']>('Progressive', 'ProgressivePerGroup'),
    mandatory: fc.constantFrom(undefined, undefined, [{ groupName: 'canary' }], [{ groupIndex: 1 }]),
    minSuccessTime: fc.constantFrom(undefined, '30m', '1h30m'),
    progressDeadline: fc.constantFrom(undefined, 'None', '30m', '1h', '0s'),
    maxFailures: optional(fc.oneof(fc.constant(0), count)),
    maxConcurrency: optional(count),
    isUpgrade: fc.boolean(),
    groupOf: fc.array(fc.integer({ min: 0, max: 2 }), { minLength: names.length, maxLength: names.length }),
    statuses: fc.array(status, { minLength: names.length, maxLength: names.length }),
    left: fc.subarray(names),
  })
  .map(({ type, mandatory, isUpgrade, groupOf, statuses, left, maxConcurrency, ...times }) => ({
    type,
    isUpgrade,
    fields: withoutUndefined({
      ...times,
      ...(mandatory && { mandatoryDecisionGroups: mandatory }),
      ...(type === 'Progressive' && { maxConcurrency }),
    }),
    groups: ['canary', 'early', '']
      .map((name, number) => ({
        name,
        clusters: names.filter((cluster, at) => groupOf[at] === number && !left.includes(cluster)),
      }))
      .filter(({ clusters }) => clusters.length > 0)
      .map((group, index) => ({ index, ...group })),
    statuses: names.map((cluster, at) => {
      const { status: state, minutes } = statuses[at]!;
      const since = state === 'ToApply' ? null : new Date(now - minutes * 60_000).toISOString();
      return { cluster, status: state, since };
    }),
  }));

/** As JSON has it. */
function withoutUndefined(fields: object): Case['fields'] {
  return JSON.parse(JSON.stringify(fields)) as Case['fields'];
}

const oracle = goProgram('rollout', join(import.meta.dirname, 'oracle'));

describe.skipIf(oracle === undefined)("OCM's rollout library", () => {
  it(`takes the same clusters as mcp in ${cases} random rollouts, but where docs/decisions.md says otherwise`, () => {
    const asked = fc.sample(rollouts, { numRuns: cases, seed: 20261124 });
    const answers = ask(asked);
    let equal = 0;
    for (const [index, each] of asked.entries()) {
      const mine = answerHere(each);
      const theirs = answers[index]!;
      const context = JSON.stringify(each);
      expect(mine.removed, context).toEqual(theirs.removed);
      expect(mine.timedOut, context).toEqual(expect.arrayContaining([...theirs.timedOut]));
      const [takesFewer, takesMore] = [reasonForFewer(each), reasonForMore(each)];
      if (!takesFewer) expect(mine.toApply, context).toEqual(expect.arrayContaining([...theirs.toApply]));
      if (!takesMore) expect(theirs.toApply, context).toEqual(expect.arrayContaining([...mine.toApply]));
      if (!takesFewer && !takesMore) equal += 1;
    }
    expect(equal).toBeGreaterThan(cases / 4);
  });
});

function ask(asked: readonly Case[]): readonly Answer[] {
  const input = asked.map((each) => {
    const { type, fields, groups, isUpgrade } = each;
    const strategy = { type, [type === 'Progressive' ? 'progressive' : 'progressivePerGroup']: fields };
    const statuses = each.statuses.filter(({ status: state }) => isUpgrade || state !== 'ToApply');
    return JSON.stringify({ now: new Date(now), strategy, groups, statuses });
  });
  const output = execFileSync(oracle!, { input: `${input.join('\n')}\n`, encoding: 'utf8' });
  return output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { toApply, timedOut, removed } = JSON.parse(line) as Answer;
      return { toApply: [...toApply].sort(), timedOut: [...timedOut].sort(), removed: [...removed].sort() };
    });
}

function answerHere(each: Case): Answer {
  const { groups, statuses } = each;
  const known = statuses.filter(({ status: state }) => each.isUpgrade || state !== 'ToApply');
  const facts = new Map(statuses.map((state) => [state.cluster, factsOf(state)]));
  const { clusters } = rolloutAt({ baseline: 'b', strategy: strategyOf(each), groups, facts, now });
  const there = new Set(clusters.map(({ cluster }) => cluster));
  expect(there.size).toBe(groups.flatMap((group) => group.clusters).length);
  const having = (wanted: string, due: boolean) =>
    clusters
      .filter((one) => one.status === wanted && one.due === due)
      .map(({ cluster }) => cluster)
      .sort();
  return {
    toApply: having('ToApply', true),
    timedOut: having('TimeOut', true),
    removed: known.map(({ cluster }) => cluster).filter((cluster) => !there.has(cluster)),
  };
}

function strategyOf({ type, fields }: Case) {
  const of = type === 'Progressive' ? { progressive: fields } : { progressivePerGroup: fields };
  return readRollout({ type, ...of }, testPosition)!;
}

function factsOf({ status: state, since }: Case['statuses'][number]): ClusterFacts {
  const failed = state === 'Failed' ? { content: 'new', since: since! } : null;
  const has = state === 'Succeeded' || state === 'Progressing';
  return {
    wanted: 'new',
    record: { content: has ? 'new' : 'old', since: has ? since : null, failed },
    availability: state === 'Progressing' ? 'unavailable' : 'available',
  };
}

/** What the differences that decision 40 names are about. */
function situationOf(each: Case) {
  const strategy = strategyOf(each);
  const of = new Map(each.statuses.map((one) => [one.cluster, one]));
  const age = (cluster: string) => now - Date.parse(of.get(cluster)?.since ?? '');
  const is = (cluster: string, ...wanted: readonly Status[]) => wanted.includes(of.get(cluster)!.status);
  const isOpen = (cluster: string) =>
    is(cluster, 'Progressing', 'Failed') ||
    (is(cluster, 'Succeeded') && age(cluster) < strategy.minSuccessTime);
  const isMandatory = ({ index, name }: Case['groups'][number]) =>
    strategy.mandatoryGroups.some((wanted) => wanted === index || wanted === name);
  const isLate = (cluster: string) =>
    is(cluster, 'Progressing', 'Failed') &&
    strategy.progressDeadline !== null &&
    age(cluster) >= strategy.progressDeadline;
  return { strategy, is, isOpen, isMandatory, isLate };
}

/** A stopped group takes no further cluster, `ToApply` pushes nobody aside, and a late cluster opens no group. */
function reasonForFewer(each: Case): boolean {
  const { strategy, is, isOpen, isMandatory, isLate } = situationOf(each);
  const hasFailed = (cluster: string) => is(cluster, 'Failed') || isLate(cluster);
  const inGroups = each.groups.some(
    (group) =>
      (strategy.type === 'ProgressivePerGroup' || isMandatory(group)) && group.clusters.some(hasFailed),
  );
  if (inGroups || strategy.type === 'ProgressivePerGroup') return inGroups;
  const known = each.groups.flatMap(({ clusters }) => clusters).sort();
  const last = known.findLastIndex((cluster) => isOpen(cluster) || hasFailed(cluster));
  return each.isUpgrade && known.some((cluster, at) => at < last && is(cluster, 'ToApply'));
}

/** What is under way or late in one group holds up no other; `maxFailures` above the number of clusters means all. */
function reasonForMore(each: Case): boolean {
  const { strategy, isOpen, isMandatory, isLate } = situationOf(each);
  const inOrder = [...each.groups.filter(isMandatory), ...each.groups.filter((group) => !isMandatory(group))];
  const counted =
    strategy.type === 'Progressive'
      ? [each.groups.flatMap(({ clusters }) => clusters)]
      : inOrder.map(({ clusters }) => clusters);
  const { maxFailures } = strategy;
  if (counted.some((clusters) => typeof maxFailures === 'number' && maxFailures > clusters.length))
    return true;
  const later = strategy.type === 'Progressive' && !each.groups.some(isMandatory) ? [] : inOrder;
  return later.some(({ clusters }) => clusters.some((cluster) => isOpen(cluster) || isLate(cluster)));
}

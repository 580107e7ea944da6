import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { retry } from '../../src/runtime/retry.ts';
import type { TryResult } from '../../src/runtime/retry.ts';

const policy = { tries: 5, firstPause: 500, maxPause: 3000, deadline: 60_000 };

/** Runs with a time that only pauses take, and answers in this order; then the last of them for ever. */
async function play(answers: readonly TryResult[], { more = {}, chance = 0.5, interruptAt = Infinity } = {}) {
  const pauses: number[] = [];
  const controller = new AbortController();
  let tries = 0;
  const elapsed = () => pauses.reduce((sum, pause) => sum + pause, 0);
  const end = await retry(
    () => Promise.resolve(answers[Math.min(tries++, answers.length - 1)] ?? 'done'),
    { ...policy, ...more },
    {
      random: { hex: () => '', number: () => chance },
      timer: {
        elapsed,
        pause: (milliseconds) => {
          pauses.push(milliseconds);
          if (elapsed() >= interruptAt) controller.abort();
          return Promise.resolve();
        },
      },
      signal: controller.signal,
    },
  );
  return { end, tries, pauses };
}

const again = { notBefore: null };

test.each<[string, Parameters<typeof play>, Awaited<ReturnType<typeof play>>]>([
  ['done at once', [['done']], { end: 'done', tries: 1, pauses: [] }],
  ['done at the third', [[again, again, 'done']], { end: 'done', tries: 3, pauses: [250, 500] }],
  ['never', [[again]], { end: 'tries', tries: 5, pauses: [250, 500, 1000, 1500] }],
  ['asked to wait', [[{ notBefore: 9000 }, 'done']], { end: 'done', tries: 2, pauses: [9250] }],
  ['asked to wait too long', [[{ notBefore: 90_000 }]], { end: 'deadline', tries: 1, pauses: [] }],
  [
    'out of time',
    [[again], { more: { deadline: 1700, tries: Infinity } }],
    { end: 'deadline', tries: 3, pauses: [250, 500] },
  ],
  ['interrupted', [[again], { interruptAt: 700 }], { end: 'interrupted', tries: 2, pauses: [250, 500] }],
])('%s', async (_, args, expected) => {
  expect(await play(...args)).toEqual(expected);
});

test('no pause is longer than its bound, nor does any end after the deadline', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      fc.array(fc.nat(5000), { minLength: 1, maxLength: 6 }),
      fc.nat(20_000),
      async (chance, waits, deadline) => {
        const { pauses } = await play(
          waits.map((notBefore) => ({ notBefore })),
          { chance, more: { deadline } },
        );
        expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBeLessThanOrEqual(deadline);
        pauses.forEach((pause, index) => {
          const wait = waits[Math.min(index, waits.length - 1)] ?? 0;
          expect(pause).toBeGreaterThanOrEqual(wait);
          expect(pause - wait).toBeLessThanOrEqual(Math.min(500 * 2 ** index, 3000));
        });
      },
    ),
  );
});

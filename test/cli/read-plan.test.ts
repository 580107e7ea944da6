import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDuration } from '../../src/cli/duration.ts';
import { jsonText } from '../../src/cli/json-text.ts';
import { readPlan } from '../../src/cli/read-plan.ts';
import { aPlan } from '../support/plan-document.ts';
import { folderWith } from '../support/folder.ts';

const text = jsonText(aPlan());
const file = (content: string): string => join(folderWith({ 'plan.json': content }), 'plan.json');

describe('a plan file', () => {
  it('is read as it was written', async () => {
    await expect(readPlan(file(text))).resolves.toEqual(aPlan());
  });

  it.each([
    ['what is no JSON', 'password: hunter2', 'it is not JSON'],
    ['another document', '{}', "it must have required property 'apiVersion'"],
    ['another version', text.replace('v1alpha1', 'v2'), '/apiVersion must be equal to constant'],
    ['a field more', text.replace('{', '{ "more": 1,'), 'must NOT have additional properties'],
    ['__proto__', text.replace('{', '{ "__proto__": {},'), 'must NOT have additional properties'],
    ['a time that is none', text.replace('2026-11-24T11:00:00.000Z', 'soon'), '/createdAt must match format'],
    ['another cluster', text.replace('"eu-1"', '"eu-2"'), 'it was altered after it was made'],
    ['another tree', text.replace('5'.repeat(40), '8'.repeat(40)), 'it was altered after it was made'],
    ['a path that leaves', text.replace('network/shop', '../../.git'), 'it was altered after it was made'],
    ['half of it', text.slice(0, text.length / 2), 'it is not JSON'],
    ['deep nesting', '['.repeat(200_000), 'it is not JSON'],
  ])('with %s is refused', async (_, content, message) => {
    await expect(readPlan(file(content))).rejects.toMatchObject({
      code: 'PLAN_INVALID',
      message: expect.stringContaining(message) as unknown,
    });
  });

  it('that is not there is a matter of usage, and one without end is not read', async () => {
    await expect(readPlan('/nowhere/plan.json')).rejects.toMatchObject({ code: 'USAGE' });
    await expect(readPlan('/dev/zero')).rejects.toThrow('it is larger than');
  });

  it('is refused when any character of it was changed to another value', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom('0', 'a', '"', ' ', '}'), async (at, put) => {
        const altered = text.slice(0, at) + put + text.slice(at + 1);
        const same = (() => {
          try {
            return JSON.stringify(JSON.parse(altered)) === JSON.stringify(JSON.parse(text));
          } catch {
            return false;
          }
        })();
        if (same) await expect(readPlan(file(altered))).resolves.toEqual(aPlan());
        else await expect(readPlan(file(altered))).rejects.toMatchObject({ code: 'PLAN_INVALID' });
      }),
      { numRuns: 25 },
    );
  });
});

it.each([
  ['90s', 90_000],
  ['15m', 900_000],
  ['4h', 14_400_000],
  ['2d', 172_800_000],
])('the duration %s has %d milliseconds', (duration, milliseconds) => {
  expect(parseDuration(duration, '--plan-max-age')).toBe(milliseconds);
});

it.each(['', '4', 'h', '-4h', '4 h', '1.5h', '4w', '9999999s', '4h30m'])('%j is no duration', (duration) => {
  expect(() => parseDuration(duration, '--plan-max-age')).toThrow('is no duration');
});

import { beforeEach, describe, expect, test } from 'vitest';
import type { GitRemote } from '../../src/model/git.ts';
import { RemoteError } from '../../src/model/remote-error.ts';
import { withBreaker } from '../../src/runtime/breaker.ts';

const refused = new RemoteError('REMOTE_AUTH', 'no', { transient: false });
const away = new RemoteError('REMOTE_UNREACHABLE', 'connection refused', { transient: true });

describe('a circuit breaker', () => {
  let now: number;
  let asked: number;
  let answer: () => Promise<ReadonlyMap<string, string>>;
  let remote: GitRemote;

  beforeEach(() => {
    now = 0;
    asked = 0;
    answer = () => Promise.reject(away);
    const nothing = () => Promise.resolve();
    remote = withBreaker(
      {
        url: 'https://git.example.com/fleet.git',
        listRefs: () => ((asked += 1), answer()),
        push: () => ((asked += 1), answer().then(() => [])),
        fetch: () => ((asked += 1), answer().then(nothing)),
        reader: () => {
          throw new Error('not asked for');
        },
        close: nothing,
      },
      { elapsed: () => now, pause: nothing },
    );
  });
  const list = () => remote.listRefs([]);
  const open = async () => {
    for (let time = 0; time < 5; time += 1) await list().catch(() => undefined);
    asked = 0;
  };

  test('opens after five failures in a row, whatever was asked', async () => {
    const requests = [
      list,
      () => remote.push({ updates: [], objects: [] }),
      () => remote.fetch([]),
      list,
      list,
    ];
    for (const request of requests) await expect(request()).rejects.toBe(away);
    await expect(list()).rejects.toMatchObject({
      code: 'REMOTE_UNREACHABLE',
      message: 'https://git.example.com/fleet.git failed 5 times in a row and is left alone for 10 s',
      transient: true,
      retryAfterMs: 10_000,
    });
    expect(asked).toBe(5);
  });

  test.each([
    ['an answer', () => Promise.resolve(new Map<string, string>())],
    ['a refusal', () => Promise.reject(refused)],
  ])('counts anew after %s', async (_, between) => {
    for (let time = 0; time < 12; time += 1) {
      answer = time % 4 === 3 ? between : () => Promise.reject(away);
      await list().catch(() => undefined);
    }
    expect(asked).toBe(12);
  });

  test('lets one request through after ten seconds, and no other beside it', async () => {
    await open();
    now = 9_999;
    await expect(list()).rejects.toMatchObject({ retryAfterMs: 1 });
    now = 10_000;
    const { promise, resolve } = Promise.withResolvers<ReadonlyMap<string, string>>();
    answer = () => promise;
    const probe = list();
    await expect(list()).rejects.toMatchObject({ retryAfterMs: 10_000 });
    expect(asked).toBe(1);
    resolve(new Map());
    await probe;
    await list();
    expect(asked).toBe(2);
  });

  test('rests again when that one fails', async () => {
    await open();
    now = 10_000;
    await expect(list()).rejects.toBe(away);
    now = 19_999;
    await expect(list()).rejects.toMatchObject({ retryAfterMs: 1 });
    expect(asked).toBe(1);
  });
});

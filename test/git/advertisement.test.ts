import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseRefLine, readAdvertisement } from '../../src/git/advertisement.ts';
import { PacketReader, flushPacket, packetLine } from '../../src/git/pkt-line.ts';
import { parseReport } from '../../src/git/receive-pack.ts';
import { McpError } from '../../src/model/error.ts';
import type { RefUpdate } from '../../src/model/git.ts';

const id = 'a'.repeat(40);

async function* stream(lines: readonly string[]): AsyncGenerator<Uint8Array> {
  await Promise.resolve();
  yield Buffer.concat([...lines.map(packetLine), flushPacket]);
}
const advertise = (...lines: string[]) => readAdvertisement(new PacketReader(stream(lines), 'test'), 'test');

describe('advertisements', () => {
  test('version 0 with refs', async () => {
    const found = await advertise(
      `${id} HEAD\0side-band-64k symref=HEAD:refs/heads/main\n`,
      `${id} refs/heads/main\n`,
    );
    expect(found.version).toBe(0);
    expect([...found.capabilities]).toEqual([
      ['side-band-64k', ''],
      ['symref', 'HEAD:refs/heads/main'],
    ]);
    expect(found.refLines).toEqual([`${id} HEAD`, `${id} refs/heads/main`]);
  });

  test('version 1 has one line more', async () => {
    expect((await advertise('version 1\n', `${id} HEAD\0atomic\n`)).refLines).toEqual([`${id} HEAD`]);
  });

  test('version 2 has capabilities alone', async () => {
    const found = await advertise(
      'version 2\n',
      'agent=git/2.39\n',
      'ls-refs=unborn\n',
      'object-format=sha1\n',
    );
    expect(found).toMatchObject({ version: 2, refLines: [] });
    expect(found.capabilities.get('ls-refs')).toBe('unborn');
  });

  test.each([[[`${id} HEAD\0object-format=sha256\n`]], [['version 2\n', 'object-format=sha256\n']]])(
    'SHA-256 is refused: %j',
    async (lines) => {
      await expect(advertise(...lines)).rejects.toMatchObject({ code: 'CONFIG_UNSUPPORTED' });
    },
  );

  test.each([[[]], [['hello\n']], [[`${id} HEAD\n`]]])('%j is not one', async (lines) => {
    await expect(advertise(...lines)).rejects.toMatchObject({ code: 'REMOTE_PROTOCOL' });
  });

  test('an empty repository and peeled tags name no ref', () => {
    expect(parseRefLine(`${'0'.repeat(40)} capabilities^{}`, 'test')).toBeNull();
    expect(parseRefLine(`${id} refs/tags/v1^{}`, 'test')).toBeNull();
    expect(parseRefLine(`shallow ${id}`, 'test')).toBeNull();
    expect(parseRefLine(`${id} HEAD symref-target:refs/heads/main`, 'test')).toEqual({ id, ref: 'HEAD' });
    expect(() => parseRefLine('unborn HEAD', 'test')).toThrow(McpError);
  });
});

describe('reports', () => {
  const updates: RefUpdate[] = ['refs/heads/a', 'refs/heads/b', 'refs/heads/c'].map((ref) => ({
    ref,
    oldId: null,
    newId: id,
  }));
  const statuses = (lines: readonly string[]) =>
    parseReport(lines, updates, 'test', '').map((result) => (result.status === 'ok' ? 'ok' : result.reason));

  test.each([
    ['all well', ['unpack ok', 'ok refs/heads/a', 'ok refs/heads/b', 'ok refs/heads/c'], ['ok', 'ok', 'ok']],
    [
      'in any order, with a refusal and a gap',
      ['unpack ok', 'ng refs/heads/c hook declined', 'ok refs/heads/a'],
      ['ok', 'the server said nothing of it', 'hook declined'],
    ],
    [
      'a pack that was not taken makes every "ok" worthless',
      ['unpack disk full', 'ok refs/heads/a', 'ng refs/heads/b unpacker error'],
      [
        'unpack disk full',
        'unpack disk full: unpacker error',
        'unpack disk full: the server said nothing of it',
      ],
    ],
    [
      'a ref that nobody asked for',
      ['unpack ok', 'ok refs/heads/x', 'ok refs/heads/a'],
      ['ok', expect.anything(), expect.anything()],
    ],
  ])('%s', (_, lines, expected) => {
    expect(statuses(lines)).toEqual(expected);
  });

  test('the last word of the server counts', () => {
    expect(statuses(['unpack ok', 'ok refs/heads/a', 'ng refs/heads/a no'])[0]).toBe('no');
  });

  test('the words of a hook become part of the reason', () => {
    const [first] = parseReport(
      ['unpack ok', 'ng refs/heads/a declined'],
      updates,
      'test',
      'freeze until Monday',
    );
    expect(first).toMatchObject({ reason: 'declined: freeze until Monday' });
  });

  test('whatever comes, a branch is "ok" only when the report says so', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('unpack ok', 'ok refs/heads/a', 'ng refs/heads/a', 'ok ', 'option x'),
    );
    fc.assert(
      fc.property(fc.array(line), (lines) => {
        let found: readonly string[];
        try {
          found = statuses(lines);
        } catch (error) {
          expect(error).toMatchObject({ code: 'REMOTE_PROTOCOL' });
          return;
        }
        if (found.includes('ok'))
          expect(lines).toEqual(expect.arrayContaining(['unpack ok', 'ok refs/heads/a']));
      }),
    );
  });
});

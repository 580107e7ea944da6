import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { McpError } from '../../src/model/error.ts';
import { PacketReader, delimiterPacket, flushPacket, packetLine } from '../../src/git/pkt-line.ts';
import { demultiplex } from '../../src/git/side-band.ts';

async function* pieces(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const size of sizes) {
    yield bytes.subarray(start, start + size);
    start += size;
    await Promise.resolve();
  }
  if (start < bytes.length) yield bytes.subarray(start);
}

const read = (bytes: Uint8Array, sizes: readonly number[] = []) =>
  new PacketReader(pieces(bytes, sizes), 'test');

test('lines come back, however the stream is cut', async () => {
  const line = fc
    .string({ maxLength: 300 })
    .filter((text) => !text.startsWith('ERR ') && !text.endsWith('\n'));
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.array(fc.integer({ min: 1, max: 50 })), async (lines, sizes) => {
      const reader = read(
        Buffer.concat([...lines.map((text) => packetLine(`${text}\n`)), flushPacket]),
        sizes,
      );
      expect(await reader.section()).toEqual(lines);
      expect(await reader.next()).toBe('eof');
    }),
  );
});

test('the longest line passes, a longer one does not', async () => {
  const longest = 'x'.repeat(65_516);
  expect(await read(Buffer.concat([packetLine(longest), flushPacket])).section()).toEqual([longest]);
  expect(() => packetLine(`${longest}x`)).toThrow(RangeError);
});

test.each([
  ['0003', 'REMOTE_PROTOCOL'],
  ['-001', 'REMOTE_PROTOCOL'],
  ['0x10', 'REMOTE_PROTOCOL'],
  ['ffff', 'REMOTE_PROTOCOL'],
  ['<html>', 'REMOTE_PROTOCOL'],
  ['000dERR sorry0000', 'REMOTE_PROTOCOL'],
  ['0001', 'REMOTE_PROTOCOL'],
  ['0009ab', 'REMOTE_UNREACHABLE'],
  ['00', 'REMOTE_UNREACHABLE'],
  ['', 'REMOTE_UNREACHABLE'],
])('%j is %s', async (text, code) => {
  await expect(read(Buffer.from(text)).section()).rejects.toMatchObject({ code });
});

test('whatever comes, it ends in lines or in an expected error', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 60 }), async (bytes) => {
      try {
        await read(bytes).section();
      } catch (error) {
        expect(error).toBeInstanceOf(McpError);
      }
    }),
  );
});

test('text of the server cannot drive a terminal', async () => {
  await expect(read(packetLine('ERR \u001b[2Jgone\u202e')).section()).rejects.toThrow(/: [\x20-\x7e]*$/);
});

describe('bands', () => {
  const band = (number: number, text: string) => packetLine(String.fromCharCode(number) + text);
  const demultiplexed = async (...packets: Uint8Array[]) => {
    const messages: string[] = [];
    const data: Uint8Array[] = [];
    const reader = read(Buffer.concat(packets));
    for await (const chunk of demultiplex(reader, 'test', (text) => messages.push(text))) data.push(chunk);
    return { data: Buffer.concat(data).toString(), messages };
  };

  test('data and messages are told apart; empty packets keep a connection alive', async () => {
    const result = await demultiplexed(
      band(2, 'one\n'),
      band(1, 'da'),
      band(1, ''),
      band(2, 'two\n'),
      band(1, 'ta'),
      flushPacket,
    );
    expect(result).toEqual({ data: 'data', messages: ['one\n', 'two\n'] });
  });

  test.each([
    ['a fatal message', [band(3, 'no space left'), flushPacket], 'REMOTE_PROTOCOL'],
    ['an unknown band', [band(4, 'x'), flushPacket], 'REMOTE_PROTOCOL'],
    ['a packet without a band', [packetLine(''), flushPacket], 'REMOTE_PROTOCOL'],
    ['a delimiter', [delimiterPacket], 'REMOTE_PROTOCOL'],
    ['an end before the flush', [band(1, 'x')], 'REMOTE_UNREACHABLE'],
  ])('%s', async (_, packets, code) => {
    await expect(demultiplexed(...packets)).rejects.toMatchObject({ code });
  });
});

import { expect, it } from 'vitest';
import { McpError } from '../../src/model/error.ts';
import { decodeText } from '../../src/yaml/decode.ts';

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(parts.map((part) => Buffer.from(part as string)));

it('drops the byte order mark and keeps everything else', () => {
  expect(decodeText(bytes([0xef, 0xbb, 0xbf], 'a: é 😀\r\n'), 'a.yaml')).toBe('a: é 😀\r\n');
});

it.each([
  [bytes('a: é\nb: 😀 ', [0xff], ' c'), 2, 7],
  [bytes('a: ', [0xc3]), 1, 4],
  [bytes([0xed, 0xa0, 0x80]), 1, 1],
  [bytes([0xff, 0xfe], 'a\0:\0'), 1, 1],
  [bytes([0xc0, 0xaf]), 1, 1],
])('names the place of the first byte that is not UTF-8: %#', (input, line, column) => {
  try {
    decodeText(input, 'a.yaml');
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(McpError);
    expect((error as McpError).code).toBe('CONFIG_YAML');
    expect((error as McpError).position).toEqual({ file: 'a.yaml', line, column });
  }
});

it('refuses more than 16 MiB', () => {
  expect(() => decodeText(Buffer.alloc(16 * 1024 * 1024 + 1, 0x61), 'big.yaml')).toThrow(
    /16777217 bytes.*at most 16 MiB/,
  );
});

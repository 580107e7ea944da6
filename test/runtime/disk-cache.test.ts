import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { Logger } from '../../src/model/ports.ts';
import { diskCache } from '../../src/runtime/disk-cache.ts';

const silent: Logger = { debug: () => undefined, info: () => undefined, warn: () => undefined };
const temporary = (): Promise<string> => mkdtemp(join(tmpdir(), 'mcp-cache-'));
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function files(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((name) => join(directory, name))
    .filter((name) => statSync(name).isFile());
}

test('another process finds what was stored', async () => {
  const directory = await temporary();
  await diskCache(directory, silent).set('verdicts', 'a', bytes('1'));
  const other = diskCache(directory, silent);
  expect(await other.get('verdicts', 'a')).toEqual(Buffer.from('1'));
  expect(await other.get('verdicts', 'b')).toBeUndefined();
  expect(await other.get('manifests', 'a')).toBeUndefined();
});

test.each(['../../escape', '', '/etc/passwd', 'a\u0000b', 'x'.repeat(5000)])(
  'a key cannot leave the folder: %j',
  async (key) => {
    const parent = await temporary();
    const directory = join(parent, 'cache');
    await diskCache(directory, silent).set('n', key, bytes('value'));
    expect(await readdir(parent)).toEqual(['cache']);
    expect(await diskCache(directory, silent).get('n', key)).toEqual(Buffer.from('value'));
  },
);

test.each([
  ['a changed byte', 'x'.repeat(40)],
  ['a cut', ''],
])('%s in an entry makes it missing, not wrong', async (_, damage) => {
  const directory = await temporary();
  await diskCache(directory, silent).set('n', 'k', bytes('value'));
  for (const file of files(directory)) writeFileSync(file, damage);
  expect(await diskCache(directory, silent).get('n', 'k')).toBeUndefined();
  expect(files(directory)).toEqual([]);
});

test('a folder that cannot be written is told once and costs nothing else', async () => {
  const parent = await temporary();
  const file = join(parent, 'file');
  writeFileSync(file, '');
  const warnings: string[] = [];
  const cache = diskCache(join(file, 'cache'), { ...silent, warn: (message) => warnings.push(message) });
  await cache.set('n', 'a', bytes('1'));
  await cache.set('n', 'b', bytes('2'));
  expect(await cache.get('n', 'a')).toEqual(bytes('1'));
  expect(warnings).toHaveLength(1);
});

test('fifty writers of the same entry leave it whole and no temporary file behind', async () => {
  const directory = await temporary();
  const caches = Array.from({ length: 50 }, () => diskCache(directory, silent));
  await Promise.all(caches.map((cache) => cache.set('n', 'k', bytes('value'.repeat(1000)))));
  expect(files(directory)).toHaveLength(1);
  expect(await diskCache(directory, silent).get('n', 'k')).toHaveLength(5000);
});

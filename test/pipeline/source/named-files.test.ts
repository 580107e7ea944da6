import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readData, readNamedFiles } from '../../../src/pipeline/source/index.ts';

function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-files-'));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

it('finds files below folders, each once, and passes over links, hidden folders and packages', () => {
  const folder = folderWith({
    'b.rego': 'b',
    'sub/a.rego': 'a',
    '.git/c.rego': 'c',
    'node_modules/x/d.rego': 'd',
    'e.txt': 'e',
  });
  symlinkSync('/etc', join(folder, 'etc.rego'));
  symlinkSync(folder, join(folder, 'sub', 'again'));
  const files = readNamedFiles([folder, join(folder, 'sub'), join(folder, 'b.rego')], /\.rego$/u, 'x');
  expect(files.map(({ path, text }) => [path.slice(folder.length + 1), text])).toEqual([
    ['b.rego', 'b'],
    ['sub/a.rego', 'a'],
  ]);
});

it.each([
  ['nothing', 'there is no file or folder nothing'],
  [folderWith({}), /there is no policy in/u],
])('%s: USAGE', (path, message) => {
  expect(() => readNamedFiles([path], /\.rego$/u, 'policy')).toThrow(
    expect.objectContaining({ code: 'USAGE', message: expect.stringMatching(message) }),
  );
});

it('merges data at the root, deeply', () => {
  const folder = folderWith({ 'a.yaml': 'x: {w: 1}\n', 'b.json': '{"x": {"z": [2]}, "constructor": 1}' });
  expect(readData([folder])).toEqual({ x: { w: 1, z: [2] }, constructor: 1 });
});

it.each<[Readonly<Record<string, string | Uint8Array>>, object]>([
  [
    { 'a.yaml': 'x: {w: 1}\n', 'b.yaml': 'x: {w: 1}\n' },
    { code: 'CONFIG_DUPLICATE', message: 'data.x.w is given twice' },
  ],
  [{ 'a.yaml': '__proto__: {x: 1}\n' }, { code: 'CONFIG_YAML' }],
  [{ 'a.yaml': Buffer.from([0xff]) }, { code: 'CONFIG_YAML' }],
])('refuses a value that two files give, and text that is none: %j', (files, error) => {
  expect(() => readData([folderWith(files)])).toThrow(expect.objectContaining(error));
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { InputFiles } from '../../src/runtime/input-files.ts';
import { folderWith } from '../support/folder.ts';

let folder: string;
beforeEach(() => {
  folder = folderWith({ 'a.yaml': 'a: 1\n', 'b.yaml': 'b: 1\n', 'sub/c.yaml': 'c: 1\n' });
  symlinkSync('a.yaml', join(folder, 'link'));
});

/** What a command that reads `link` and all of the folder sees. */
function look(): InputFiles {
  const files = new InputFiles();
  files.kindOf(join(folder, 'absent'));
  if (files.kindOf(join(folder, 'link')) === 'file') files.read(join(folder, 'link'));
  for (const { name, kind } of files.entries(folder)) if (kind === 'file') files.read(join(folder, name));
  return files;
}

const isAsBefore = (before: InputFiles) =>
  InputFiles.replay(before.steps ?? [])?.contents === before.contents;

describe('what was read', () => {
  it('is known again', () => {
    expect(isAsBefore(look())).toBe(true);
  });

  it.each<[string, () => void]>([
    [
      'another byte',
      () => {
        writeFileSync(join(folder, 'b.yaml'), 'b: 2\n');
      },
    ],
    [
      'a byte that moves to the next file',
      () => {
        writeFileSync(join(folder, 'a.yaml'), 'a: 1\nb');
      },
    ],
    [
      'a file more',
      () => {
        writeFileSync(join(folder, 'd.txt'), '');
      },
    ],
    [
      'a file less',
      () => {
        rmSync(join(folder, 'b.yaml'));
      },
    ],
    [
      'what was absent',
      () => {
        mkdirSync(join(folder, 'absent'));
      },
    ],
    [
      'a link that leads elsewhere',
      () => {
        rmSync(join(folder, 'link'));
        symlinkSync('b.yaml', join(folder, 'link'));
      },
    ],
    [
      'a file that is a link now, to the same text',
      () => {
        writeFileSync(join(folder, 'sub/b.yaml'), 'b: 1\n');
        rmSync(join(folder, 'b.yaml'));
        symlinkSync('sub/b.yaml', join(folder, 'b.yaml'));
      },
    ],
    [
      'a pipe where a file was, which is not waited for',
      () => {
        rmSync(join(folder, 'a.yaml'));
        execFileSync('mkfifo', [join(folder, 'a.yaml')]);
      },
    ],
  ])('%s is seen', (_what, change) => {
    const before = look();
    change();
    expect(isAsBefore(before)).toBe(false);
  });

  it('cannot be asked for again when it came through a pipe', () => {
    rmSync(join(folder, 'a.yaml'));
    execFileSync('mkfifo', [join(folder, 'a.yaml')]);
    expect(look().steps).toBeNull();
  });

  it('is not kept as text, unless it is Rego', () => {
    expect(look().contents).toMatch(/^[0-9a-f]{64}$/u);
    const files = new InputFiles();
    writeFileSync(join(folder, 'p.rego'), 'package p\n');
    files.read(join(folder, 'p.rego'));
    expect(files.contents).toBe('["package p\\n"]');
  });
});

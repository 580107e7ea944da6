import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shellWord } from '../../../src/pipeline/report/shell-word.ts';

it.each([
  ['refs/heads/cluster/eu-1', 'refs/heads/cluster/eu-1'],
  ['https://git.example/x.git', 'https://git.example/x.git'],
  ["a'b", `'a'\\''b'`],
  ['$(reboot)', `'$(reboot)'`],
  ['--upload-pack=x', `'--upload-pack=x'`],
  ['', `''`],
])('%s is pasted as %s', (text, word) => {
  expect(shellWord(text)).toBe(word);
});

it('a shell reads back what went in', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 20 }), (texts) => {
      const script = `printf '%s\\0' ${texts.map((text) => shellWord(text)).join(' ')}`;
      expect(execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1)).toEqual(
        texts,
      );
    }),
    { numRuns: 20 },
  );
});

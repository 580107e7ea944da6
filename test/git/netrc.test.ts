import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { findInNetrc } from '../../src/git/netrc.ts';

const robot = { username: 'robot', password: 'p' };

test.each<[string, string, string | null, object | null]>([
  ['on one line', 'machine h.example login robot password p', null, robot],
  ['on several', 'machine h.example\n\tlogin robot\n\tpassword p\n', null, robot],
  ['another host', 'machine other.example login robot password p', null, null],
  [
    'the first that fits',
    'machine h.example login robot password p machine h.example password q',
    null,
    robot,
  ],
  [
    'of this user',
    'machine h.example login ada password q\nmachine h.example login robot password p',
    'robot',
    robot,
  ],
  ['default', 'machine x login a password b default login robot password p', null, robot],
  ['no password', 'machine h.example login robot', null, null],
  [
    'quoted',
    'machine h.example login robot password "a b\\"c"',
    null,
    { username: 'robot', password: 'a b"c' },
  ],
  [
    'a macro is no entry',
    'macdef m\nmachine h.example login x password y\n\nmachine h.example login robot password p',
    null,
    robot,
  ],
  ['a word at the end', 'machine h.example login robot password', null, { username: 'robot', password: '' }],
  ['nothing', '', null, null],
])('%s', (_, text, username, expected) => {
  expect(findInNetrc(text, 'h.example', username)).toEqual(expected);
});

test('an entry comes back as it was written, and no other host gets it', () => {
  const word = fc.stringMatching(/^[!#-[\]-~]{1,20}$/);
  fc.assert(
    fc.property(word, word, (login, password) => {
      const text = `machine h.example login "${login}" password "${password}"\n`;
      expect(findInNetrc(text, 'h.example', null)).toEqual({ username: login, password });
      expect(findInNetrc(text, 'x.example', null)).toBeNull();
    }),
  );
});

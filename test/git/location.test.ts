import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseLocation } from '../../src/git/location.ts';
import { sshArguments } from '../../src/git/ssh-transport.ts';
import { McpError } from '../../src/model/error.ts';

test.each([
  [
    'https://git.example.com/a/b.git',
    { kind: 'http', url: 'https://git.example.com/a/b.git', username: null, password: null },
  ],
  ['https://git.example.com/a/b.git/', { kind: 'http', url: 'https://git.example.com/a/b.git' }],
  [
    'https://ada:p%40ss@git.example.com:8443/a',
    { url: 'https://git.example.com:8443/a', username: 'ada', password: 'p@ss' },
  ],
  [
    'https://token@git.example.com/a',
    { url: 'https://git.example.com/a', username: 'token', password: null },
  ],
  ['https://git.example.com/a.git?private_token=x#y', { url: 'https://git.example.com/a.git' }],
  [
    'ssh://git@h.example/a.git',
    {
      kind: 'ssh',
      url: 'ssh://git@h.example/a.git',
      destination: 'git@h.example',
      port: null,
      path: '/a.git',
    },
  ],
  [
    'ssh://git:secret@h.example:2222/~ada/a',
    { url: 'ssh://git@h.example:2222/~ada/a', port: 2222, path: '~ada/a' },
  ],
  ['ssh://[::1]/a', { destination: '::1', path: '/a' }],
  ['git@h.example:org/a.git', { kind: 'ssh', destination: 'git@h.example', port: null, path: 'org/a.git' }],
  ['h.example:/srv/a.git', { kind: 'ssh', destination: 'h.example', path: '/srv/a.git' }],
  ['./h:x', { kind: 'local', path: '/base/h:x' }],
  ['../fleet.git', { kind: 'local', url: '../fleet.git', path: '/fleet.git' }],
  ['/srv/fleet.git', { kind: 'local', url: '/srv/fleet.git', path: '/srv/fleet.git' }],
  ['-x', { kind: 'local', path: '/base/-x' }],
  ['file:///srv/a%20b.git', { kind: 'local', path: '/srv/a b.git' }],
])('%s', (text, expected) => {
  expect(parseLocation(text, '/base')).toMatchObject(expected);
});

describe('locations that are refused', () => {
  test.each([
    ['', 'CONFIG_INVALID'],
    ['a\nb', 'CONFIG_INVALID'],
    ['https://', 'CONFIG_INVALID'],
    ['ssh://-oProxyCommand=id/a', 'CONFIG_INVALID'],
    ['ssh://-oProxyCommand=id@h/a', 'CONFIG_INVALID'],
    ['ssh://git@-oProxyCommand=id/a', 'CONFIG_INVALID'],
    ['ssh://%2doProxyCommand=id@h/a', 'CONFIG_INVALID'],
    ['-oProxyCommand=id:a', 'CONFIG_INVALID'],
    ['git@-oProxyCommand=id:a', 'CONFIG_INVALID'],
    ['h:--upload-pack=id', 'CONFIG_INVALID'],
    ['ssh://h/a%0ab', 'CONFIG_INVALID'],
    ['file://elsewhere/a', 'CONFIG_INVALID'],
    ['ext::sh -c id', 'CONFIG_UNSUPPORTED'],
    ['fd::3', 'CONFIG_UNSUPPORTED'],
    ['git://h/a', 'CONFIG_UNSUPPORTED'],
    ['ftp://h/a', 'CONFIG_UNSUPPORTED'],
  ])('%j', (text, code) => {
    expect(() => parseLocation(text)).toThrow(expect.objectContaining({ code }));
  });
});

test('no location shows its password', () => {
  const word = fc.stringMatching(/^[a-zA-Z0-9%@:!.-]{1,12}$/);
  fc.assert(
    fc.property(fc.constantFrom('http', 'https', 'ssh'), word, word, (scheme, user, host) => {
      const text = `${scheme}://${user}:hunter2@${host}/x`;
      let shown: string;
      try {
        shown = parseLocation(text).url;
      } catch (error) {
        expect(error).toBeInstanceOf(McpError);
        shown = (error as McpError).message;
      }
      expect(shown).not.toContain('hunter2');
    }),
  );
});

test('the path is one word for the shell on the other side', () => {
  const location = { kind: 'ssh', url: '', destination: 'h', port: 22, path: "a'; rm -rf ~; '!" } as const;
  expect(sshArguments(location, 'git-receive-pack', true)).toEqual([
    '-p',
    '22',
    'h',
    "git-receive-pack 'a'\\''; rm -rf ~; '\\'''\\!''",
  ]);
  expect(sshArguments(location, 'git-upload-pack', true).slice(0, 2)).toEqual(['-o', 'SendEnv=GIT_PROTOCOL']);
});

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { McpError } from '../model/error.ts';

export interface HttpLocation {
  readonly kind: 'http';
  /** Without user, password, query and trailing slash. */
  readonly url: string;
  readonly username: string | null;
  readonly password: string | null;
}

export interface SshLocation {
  readonly kind: 'ssh';
  /** As given, but for a password. */
  readonly url: string;
  /** `host` or `user@host`. */
  readonly destination: string;
  readonly port: number | null;
  readonly path: string;
}

export interface LocalLocation {
  readonly kind: 'local';
  /** As given. */
  readonly url: string;
  readonly path: string;
}

/** Where a repository is, by the pipe that leads to it. */
export type Location = HttpLocation | SshLocation | LocalLocation;

/**
 * Reads the location of a repository: an http(s) or ssh URL, `user@host:path`, a file URL or a path.
 *
 * @param directory what relative paths start from
 * @throws McpError CONFIG_INVALID for what cannot be a location, CONFIG_UNSUPPORTED for other protocols
 */
export function parseLocation(text: string, directory = process.cwd()): Location {
  if (text === '' || /\p{Cc}/u.test(text)) throw invalid(text, 'it is empty or contains a control character');
  if (/^https?:\/\//i.test(text)) return httpLocation(text);
  if (/^ssh:\/\//i.test(text)) return sshUrl(text);
  if (/^file:\/\//i.test(text)) return { kind: 'local', url: text, path: filePath(text) };
  // `ext::<command>` would run a command; `git://` neither authenticates nor encrypts.
  const scheme = /^([a-z0-9+.-]+):(\/\/|:)/i.exec(text)?.[1];
  if (scheme !== undefined) {
    throw new McpError('CONFIG_UNSUPPORTED', `Repositories over "${scheme}" are not supported`, {
      hint: 'Use an https or ssh URL, or a local path.',
    });
  }
  const scp = /^([^/:]+):(.+)$/.exec(text);
  if (scp !== null) return sshLocation(text, scp[1] ?? '', null, scp[2] ?? '');
  return { kind: 'local', url: text, path: resolve(directory, text) };
}

function httpLocation(text: string): HttpLocation {
  const url = parseUrl(text);
  const username = url.username === '' ? null : decode(url.username);
  const password = url.password === '' ? null : decode(url.password);
  url.username = '';
  url.password = '';
  // Of no use to git, and a place where tokens are put.
  url.search = '';
  url.hash = '';
  return { kind: 'http', url: url.href.replace(/\/+$/, ''), username, password };
}

function sshUrl(text: string): SshLocation {
  const url = parseUrl(text);
  url.password = '';
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  const destination = url.username === '' ? host : `${decode(url.username)}@${host}`;
  const path = decode(url.pathname).replace(/^\/~/, '~');
  return sshLocation(url.href, destination, url.port === '' ? null : Number(url.port), path);
}

function sshLocation(url: string, destination: string, port: number | null, path: string): SshLocation {
  // What begins with a dash, ssh or the remote git would take for an option (CVE-2017-1000117).
  if (
    [destination, destination.split('@').at(-1) ?? '', path].some(
      (part) => part === '' || part.startsWith('-'),
    )
  ) {
    throw invalid(url, 'its host or path is empty or begins with a dash');
  }
  if (/\p{Cc}/u.test(destination + path)) throw invalid(url, 'it contains a control character');
  return { kind: 'ssh', url, destination, port, path };
}

function filePath(text: string): string {
  try {
    return fileURLToPath(text);
  } catch {
    throw invalid(text, 'it is no URL of a local file');
  }
}

function parseUrl(text: string): URL {
  const url = URL.parse(text);
  if (url === null || url.hostname === '') throw invalid(text.replace(/\/\/[^/]*@/, '//'), 'it is no URL');
  return url;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function invalid(text: string, reason: string): McpError {
  return new McpError(
    'CONFIG_INVALID',
    `${JSON.stringify(text)} is not the location of a repository: ${reason}`,
    { hint: 'Give an https or ssh URL, user@host:path or a local path.' },
  );
}

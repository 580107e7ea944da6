import { isIPv6 } from 'node:net';

/** What Kubernetes' CEL asks of a URL. */
export interface Url {
  /** In lower case; empty for a path alone. */
  readonly scheme: string;
  /** With the port, without the user. */
  readonly host: string;
  readonly escapedPath: string;
  readonly rawQuery: string;
  readonly text: string;
}

const hostForm = /^(?:[\w.~!$&'()*+,;=:[\]<>"-]|[^\p{ASCII}]|%25|%[89a-fA-F][0-9a-fA-F])*$/u;
const userForm = /^(?:[A-Za-z0-9._:~!$&'()*+,;=@-]|%[0-9a-fA-F]{2})*$/;
const optionalPort = /^(?::[0-9]*)?$/;

/** Whether Go would take the text as the URI of a request (net/url.ParseRequestURI). */
export function isRequestUri(text: string): boolean {
  return parts(text, true) !== null;
}

/** Reads an absolute URL or path like Kubernetes' `url()`: a request's URI whose fragment is cut off. Null if it is none. */
export function parseUrl(text: string): Url | null {
  const hash = text.indexOf('#');
  const fragment = hash < 0 ? '' : text.slice(hash + 1);
  return isRequestUri(text) && isEscaped(fragment)
    ? parts(hash < 0 ? text : text.slice(0, hash), false)
    : null;
}

function parts(text: string, isRequest: boolean): Url | null {
  if (/[\u0000-\u001f\u007f]/.test(text) || (text === '' && isRequest)) return null;
  if (text === '*') return { scheme: '', host: '', escapedPath: '*', rawQuery: '', text };
  if (text.startsWith(':')) return null;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1] ?? '';
  const afterScheme = scheme === '' ? text : text.slice(scheme.length + 1);
  const question = afterScheme.indexOf('?');
  const rest = question < 0 ? afterScheme : afterScheme.slice(0, question);
  const url = {
    scheme: scheme.toLowerCase(),
    rawQuery: question < 0 ? '' : afterScheme.slice(question + 1),
    text: scheme.toLowerCase() + text.slice(scheme.length),
  };
  if (!rest.startsWith('/')) {
    if (scheme !== '') return { ...url, host: '', escapedPath: '' };
    if (isRequest || (rest.split('/')[0] ?? '').includes(':')) return null;
  }
  const hasAuthority = (scheme !== '' || (!isRequest && !rest.startsWith('///'))) && rest.startsWith('//');
  if (!hasAuthority) return isEscaped(rest) ? { ...url, host: '', escapedPath: escapedPath(rest) } : null;
  const slash = rest.indexOf('/', 2);
  const authority = slash < 0 ? rest.slice(2) : rest.slice(2, slash);
  const path = slash < 0 ? '' : rest.slice(slash);
  const at = authority.lastIndexOf('@');
  const host = hostOf(authority.slice(at + 1), url.scheme);
  if (host === null || !isEscaped(path) || (at >= 0 && !userForm.test(authority.slice(0, at)))) return null;
  return { ...url, host, escapedPath: escapedPath(path) };
}

function hostOf(text: string, scheme: string): string | null {
  if (!hostForm.test(text)) return null;
  const open = text.lastIndexOf('[');
  if (open > 0) return null;
  if (open === 0) {
    const close = text.lastIndexOf(']');
    const isAddress = close > 0 && isIPv6(text.slice(1, close).replace('%25', '%'));
    return isAddress && optionalPort.test(text.slice(close + 1)) ? decoded(text) : null;
  }
  const isHttp = scheme === 'http' || scheme === 'https';
  const colon = isHttp ? text.indexOf(':') : text.lastIndexOf(':');
  return colon >= 0 && !optionalPort.test(text.slice(colon)) ? null : decoded(text);
}

function isEscaped(text: string): boolean {
  return !/%(?![0-9a-fA-F]{2})/.test(text);
}

/** A path that is well written stays as it is; anything else is escaped anew. */
function escapedPath(path: string): string {
  if (/^[\w.~$&+,/:;=@!'()*[\]%-]*$/.test(path)) return path;
  const safe = /[\w.~$&+,/:;=@-]/;
  return Array.from(bytesOf(path), (byte) => {
    const char = String.fromCharCode(byte);
    return byte < 0x80 && safe.test(char) ? char : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

function bytesOf(text: string): Uint8Array {
  const pieces = text.split(/(%[0-9a-fA-F]{2})/);
  return Buffer.concat(
    pieces.map((piece, i) => (i % 2 === 1 ? Buffer.from(piece.slice(1), 'hex') : Buffer.from(piece))),
  );
}

function decoded(text: string): string {
  return new TextDecoder().decode(bytesOf(text));
}

/** The host without its port and without brackets. */
export function hostName({ host }: Url): string {
  const name = host.slice(0, portStart(host));
  return name.startsWith('[') && name.endsWith(']') ? name.slice(1, -1) : name;
}

/** The port, or an empty text. */
export function port({ host }: Url): string {
  return host.slice(portStart(host) + 1);
}

function portStart(host: string): number {
  const colon = host.lastIndexOf(':');
  return colon >= 0 && optionalPort.test(host.slice(colon)) ? colon : host.length;
}

/** Go gives up on a query of more parameters. */
const mostParameters = 10_000;

/** The parameters of the query by name; what cannot be read is left out. */
export function queryOf({ rawQuery }: Url): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const pairs = rawQuery.split('&');
  if (pairs.length > mostParameters) return found;
  for (const pair of pairs) {
    if (pair === '' || pair.includes(';') || !isEscaped(pair)) continue;
    const equals = pair.indexOf('=');
    const [name, value] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    const key = decoded(name.replaceAll('+', ' '));
    found.set(key, [...(found.get(key) ?? []), decoded(value.replaceAll('+', ' '))]);
  }
  return found;
}

import type { Json } from '../model/json.ts';

/** A key, and a value that goes on in the next line after a backslash. */
const entries =
  /(?:^|[\r\n])[ \f\t]*(?![#!\s])((?:\\[^]|[^ \f\t\r\n:=\\])*)[ \f\t]*[:=]?[ \f\t]*((?:\\(?:\r\n|[^])|[^\r\n\\])*)/g;
const controls: Readonly<Record<string, string>> = { f: '\f', n: '\n', r: '\r', t: '\t' };

/** Reads Java properties as conftest does with go-properties 1.8: values are texts, `${key}` in them stays as it is. */
export function parseProperties(text: string): Json {
  const values = new Map<string, string>();
  for (const [, key = '', value = ''] of text.matchAll(entries))
    if (key !== '') values.set(unescape(key), unescape(value));
  return Object.fromEntries(values);
}

function unescape(written: string): string {
  return written.replace(
    /\\(?:u([\da-fA-F]{4})|u|(?:\r\n|[\r\n])[ \f\t]*|([^]?))/g,
    (all: string, code?: string, character?: string) => {
      if (all === '\\u') throw new Error('there is an invalid unicode literal');
      if (code !== undefined) return String.fromCharCode(parseInt(code, 16));
      return character === undefined ? '' : (controls[character] ?? character);
    },
  );
}

import type { Json } from '../model/json.ts';

type Section = Map<string, Json>;

/**
 * Reads ini as conftest does with go-ini: sections are not nested, keys before the first section are left out, and what
 * looks like a number or a truth value is one, even in quotes. Packages read it otherwise: npm's `ini` splits names at dots.
 */
export function parseIni(text: string): Json {
  const sections = new Map<string, Section>();
  let section: Section = new Map();
  for (const line of logicalLines(text)) {
    const header = /^\[(.*)\]/.exec(line);
    if (header !== null) {
      const name = (header[1] ?? '').trim();
      section = sections.get(name) ?? new Map<string, Json>();
      if (name !== 'DEFAULT') sections.set(name, section);
      continue;
    }
    const [key, value] = splitEntry(line);
    section.set(key, typed(value));
  }
  return Object.fromEntries([...sections].map(([name, entries]) => [name, Object.fromEntries(entries)]));
}

/** Without comments and empty lines; a backslash at the end goes on in the next line. */
function* logicalLines(text: string): Generator<string> {
  let pending = '';
  for (const raw of text.replace(/^\uFEFF/, '').split(/\r?\n/)) {
    const line = pending + raw.trim();
    pending = '';
    if (line === '' || line.startsWith('#') || line.startsWith(';')) continue;
    if (line.endsWith('\\')) pending = line.slice(0, -1);
    else yield line;
  }
  if (pending !== '') yield pending;
}

function splitEntry(line: string): readonly [key: string, value: string] {
  const quoted = /^(["`])(.*?)\1\s*[=:](.*)$/.exec(line);
  if (quoted !== null) return [quoted[2] ?? '', unquote((quoted[3] ?? '').trim())];
  const at = line.search(/[=:]/);
  if (at < 0) throw new Error(`the line '${line}' has no '=' or ':'`);
  return [line.slice(0, at).trim(), unquote(line.slice(at + 1).trim())];
}

function unquote(value: string): string {
  const backquoted = /^`([^`]*)`/.exec(value);
  if (backquoted !== null) return backquoted[1] ?? '';
  const comment = value.search(/(?:^|\s)[#;]/);
  const bare = (comment < 0 ? value : value.slice(0, comment)).trim();
  const quoted = /^(["'])(.*)\1$/s.exec(bare);
  return quoted === null ? bare : (quoted[2] ?? '');
}

/** What Go's strconv.ParseFloat and ParseBool read. */
function typed(value: string): Json {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(value)) return Number(value);
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(value)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(value)) return false;
  return value;
}

import type { Json } from '../model/json.ts';

const entry =
  /^\s*(?:export\s+)?([\w.]+)(?:\s*=\s*|:\s+?)('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|[^#\n]+)?\s*(?:\s*#.*)?$/;

/**
 * Reads .env as conftest does with gotenv 1.6: values are texts, `$NAME` stands for an earlier variable of the file. The
 * machine's own environment, which conftest would put in before those, is left out.
 */
export function parseDotenv(text: string): Json {
  const variables = new Map<string, string>();
  for (const line of logicalLines(text)) {
    const found = entry.exec(line);
    if (found === null) throw new Error(`the line '${line}' is no NAME=value`);
    variables.set(found[1] ?? '', valueOf((found[2] ?? '').trim(), variables));
  }
  return Object.fromEntries(variables);
}

/** Without comments and empty lines; a quoted value goes on to its closing quote. */
function* logicalLines(text: string): Generator<string> {
  const lines = text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .values();
  for (const raw of lines) {
    let line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const quote = openQuote(line);
    while (quote !== '') {
      const { value, done } = lines.next();
      if (done === true) throw new Error('a quote is missing');
      line += `\n${value}`;
      const at = value.lastIndexOf(quote);
      if (at === 0 || (at > 0 && value[at - 1] !== '\\')) break;
    }
    yield line;
  }
}

function openQuote(line: string): string {
  const at = line.includes('=') ? line.indexOf('=') : line.indexOf(':');
  const value = at > 0 ? line.slice(at + 1).trim() : '';
  const quote = /^["']/.exec(value)?.[0] ?? '';
  const end = value.slice(1).trim().lastIndexOf(quote);
  return quote !== '' && end >= 0 && value[end] !== '\\' ? '' : quote;
}

function valueOf(written: string, variables: ReadonlyMap<string, string>): string {
  const quote = written.length > 1 && written.startsWith(written.slice(-1)) ? written.slice(-1) : '';
  if (quote === "'") return written.slice(1, -1);
  const bare = quote === '"' ? unescape(written.slice(1, -1)) : written;
  return bare.replace(/(\\)?\$\{?([A-Z0-9_]+)?\}?/g, (all: string, escaped?: string, name?: string) => {
    if (escaped !== undefined) return all.slice(1);
    return name === undefined ? all : (variables.get(name) ?? '');
  });
}

/** All but `\$`, which keeps a variable from being put in. */
function unescape(text: string): string {
  return text
    .replaceAll('\\n', '\n')
    .replaceAll('\\r', '\r')
    .replace(/\\([^$])/g, '$1');
}

import type { Json } from '../model/json.ts';

/** The lines of a .gitignore or .dockerignore as conftest has them (go-ignore v0.3), in a list of one list. */
export function parseIgnore(text: string): Json {
  return [text.split('\n').map(entryOf)];
}

function entryOf(line: string): Json {
  // An escaped space at the end stays.
  const stripped = line.replace(/(\\ )? *$/, '$1');
  if (stripped === '') return { Kind: 'Empty', Value: line, Original: line };
  if (line.startsWith('#')) return { Kind: 'Comment', Value: stripped.slice(1).trim(), Original: line };
  return line.startsWith('!')
    ? { Kind: 'NegatedPath', Value: unescape(stripped.slice(1)), Original: line }
    : { Kind: 'Path', Value: unescape(stripped), Original: line };
}

/** Of a backslash and what follows, only a second backslash makes one. */
function unescape(path: string): string {
  return path.replace(/\\(\\?)/g, '$1');
}

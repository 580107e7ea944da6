import type { DocumentPath } from '../model/document.ts';

/** `["a.b/c"]` or `['a.b/c']`, `[0]`, or a name up to the next `.` or `[`. */
const segment = /\.?(?:\[(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|(\d+))\]|([^.[\]]+))/uy;

/**
 * Reads a path inside a document as findings write it: `spec.containers[0].image`, `spec.containers.0.image` or
 * `metadata.labels["a.b/c"]`. What follows something that is no path is left out.
 */
export function readPath(text: string): DocumentPath {
  const path: (string | number)[] = [];
  segment.lastIndex = 0;
  while (segment.lastIndex < text.length) {
    const found = segment.exec(text);
    if (found === null) break;
    const [, double, single, index, name] = found;
    if (index !== undefined) path.push(Number(index));
    else path.push((double ?? single)?.replace(/\\(.)/gu, '$1') ?? name ?? '');
  }
  return path;
}

import { canonicalJson } from '../../runtime/canonical-json.ts';

/** Canonical JSON on many lines, for a file that people read and compare. */
export function laidOut(value: unknown): Buffer {
  return Buffer.from(`${JSON.stringify(JSON.parse(canonicalJson(value)), null, 2)}\n`);
}

/** JSON Lines: a change of one value is a change of one line. */
export function jsonLines(values: readonly unknown[]): Buffer {
  return Buffer.from(values.map((value) => `${canonicalJson(value)}\n`).join(''));
}

/**
 * A JSON array with a line for each item. Without its line feeds it is the canonical JSON of the array, so that
 * `tr -d '\n' | sha256sum` gives the digest by which the array is known: no string of JSON holds a line feed.
 */
export function arrayOfLines(values: readonly unknown[]): Buffer {
  return Buffer.from(`[\n${values.map((value) => canonicalJson(value)).join(',\n')}\n]\n`);
}

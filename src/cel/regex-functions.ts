import { celList, celMethod, CelScalar, listType } from '@bufbuild/cel';
import { RE2JS } from 're2js';

const { INT, STRING } = CelScalar;
const TEXTS = listType(STRING);

/** Matches from left to right, at most so many (all, if negative); an empty one right behind another does not count, as in Go. */
function matchesOf(text: string, pattern: string, most: bigint): readonly string[] {
  const matcher = RE2JS.compile(pattern).matcher(text);
  const found: string[] = [];
  let end = -1;
  while ((most < 0n || BigInt(found.length) < most) && matcher.find()) {
    const isBehind = matcher.start() === matcher.end() && matcher.start() === end;
    if (!isBehind) found.push(matcher.group() ?? '');
    end = matcher.end();
  }
  return found;
}

/** `find` and `findAll` of RE2 patterns, as in Kubernetes (apiserver, pkg/cel/library/regex.go). */
export const regexFunctions = [
  celMethod('find', STRING, [STRING], STRING, function (pattern) {
    return matchesOf(this, pattern, 1n)[0] ?? '';
  }),
  celMethod('findAll', STRING, [STRING], TEXTS, function (pattern) {
    return celList(matchesOf(this, pattern, -1n));
  }),
  celMethod('findAll', STRING, [STRING, INT], TEXTS, function (pattern, most) {
    return celList(matchesOf(this, pattern, most));
  }),
];

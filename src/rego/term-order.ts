import { RegoNumber, RegoObject, RegoSet } from './term-text.ts';
import type { RegoTerm } from './term-text.ts';

/** OPA's order of all terms (v1/ast/compare.go): null, booleans, numbers, texts, arrays, objects, sets. */
function compareTerms(a: RegoTerm, b: RegoTerm): number {
  if (a instanceof RegoNumber && b instanceof RegoNumber) return compareNumbers(a.text, b.text);
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof RegoSet && b instanceof RegoSet)
    return compareLists(sortTerms(a.members), sortTerms(b.members));
  if (a instanceof RegoObject && b instanceof RegoObject)
    return compareLists(sortEntries(a).flat(), sortEntries(b).flat());
  if (Array.isArray(a) && Array.isArray(b)) return compareLists(a as RegoTerm[], b as RegoTerm[]);
  return rankOf(a) - rankOf(b);
}

export function sortTerms(terms: readonly RegoTerm[]): readonly RegoTerm[] {
  return terms.length < 2 ? terms : terms.toSorted(compareTerms);
}

function sortEntries({ entries }: RegoObject): readonly (readonly [RegoTerm, RegoTerm])[] {
  return entries.toSorted(([a], [b]) => compareTerms(a, b));
}

function compareLists(a: readonly RegoTerm[], b: readonly RegoTerm[]): number {
  for (const [index, term] of a.entries()) {
    const other = b[index];
    if (other === undefined) return 1;
    const order = compareTerms(term, other);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function rankOf(term: RegoTerm): number {
  if (term === null) return 0;
  if (typeof term === 'boolean') return 1;
  if (term instanceof RegoNumber) return 2;
  if (typeof term === 'string') return 3;
  if (term instanceof RegoObject) return 5;
  return term instanceof RegoSet ? 6 : 4;
}

const integer = /^-?\d+$/;

function compareNumbers(a: string, b: string): number {
  if (a === b) return 0;
  if (integer.test(a) && integer.test(b)) return BigInt(a) < BigInt(b) ? -1 : Number(BigInt(a) > BigInt(b));
  return Number(a) - Number(b);
}

/** By bytes of UTF-8, which is by code points; JavaScript would take surrogates for less than U+E000. */
function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  for (let at = 0; at < a.length && at < b.length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (x === y) continue;
    return isSurrogate(x) === isSurrogate(y) ? x - y : Number(isSurrogate(x)) - Number(isSurrogate(y));
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

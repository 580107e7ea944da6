import type { Json } from '../model/json.ts';
import { sortTerms } from './term-order.ts';
import { RegoNumber, RegoObject, RegoSet } from './term-text.ts';
import type { RegoTerm } from './term-text.ts';

/** A term as OPA gives it in JSON: sets are sorted arrays, keys that are no text become their JSON. */
export function termToJson(term: RegoTerm): Json {
  if (term === null || typeof term === 'boolean' || typeof term === 'string') return term;
  if (term instanceof RegoNumber) return Number(term.text);
  if (term instanceof RegoSet) return sortTerms(term.members).map(termToJson);
  if (term instanceof RegoObject)
    return Object.fromEntries(term.entries.map(([key, value]) => [keyOf(key), termToJson(value)]));
  return term.map(termToJson);
}

function keyOf(key: RegoTerm): string {
  return typeof key === 'string' ? key : JSON.stringify(termToJson(key));
}

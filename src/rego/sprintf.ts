import { readTerm, RegoNumber, RegoObject, RegoSet } from './term-text.ts';
import type { RegoTerm } from './term-text.ts';

const plainInteger = /^(?:0|-?[1-9]\d{0,17})$/;
const plainDecimal = /^-?\d{1,15}\.\d{1,15}$/;
/** ASCII that Go's %q and JSON leave alone inside quotes. */
const plainText = /^[ !#-[\]-~]*$/;

/**
 * OPA's `sprintf` for what nearly every policy asks of it: the verbs %s, %d, %v, %q without flags. Arguments and
 * result are Rego terms as text; undefined where the case is one to leave to OPA itself. (v1/topdown/strings.go
 * over Go's fmt; test/rego/sprintf.test.ts holds both against each other.)
 */
export function sprintf(formatText: string, argumentsText: string): string | undefined {
  const format = readTerm(formatText);
  const values = readTerm(argumentsText);
  if (typeof format !== 'string' || !Array.isArray(values)) return undefined;
  const rest = [...(values as readonly RegoTerm[])];
  const parts = format.split(/(%[^]?)/).map((part) => formatPart(part, rest));
  return rest.length > 0 || parts.includes(undefined) ? undefined : JSON.stringify(parts.join(''));
}

function formatPart(part: string, rest: RegoTerm[]): string | undefined {
  if (!part.startsWith('%')) return part;
  if (part === '%%') return '%';
  const value = rest.shift();
  return value === undefined || !/^%[sdvq]$/.test(part) ? undefined : formatValue(part.slice(1), value);
}

function formatValue(verb: string, value: RegoTerm): string | undefined {
  if (value instanceof RegoNumber)
    return verb === 's' || verb === 'q' ? undefined : formatNumber(verb, value.text);
  if (verb === 'd') return undefined;
  const text = typeof value === 'string' ? value : compositeText(value);
  if (verb !== 'q' || text === undefined) return text;
  return plainText.test(text) ? `"${text}"` : undefined;
}

function formatNumber(verb: string, text: string): string | undefined {
  if (plainInteger.test(text)) return text;
  if (verb === 'd' || !plainDecimal.test(text)) return undefined;
  const value = Number(text);
  const size = Math.abs(value);
  // Go's %v turns to exponents from 1e6 on.
  return size >= 1e-4 && size < 1e6 ? String(value) : undefined;
}

/** OPA's Value.String() of what is not a string at the top. */
function compositeText(value: RegoTerm): string | undefined {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return plainText.test(value) ? `"${value}"` : undefined;
  if (value instanceof RegoNumber) return plainInteger.test(value.text) ? value.text : undefined;
  if (value instanceof RegoSet) return setText(value);
  if (value instanceof RegoObject) return objectText(value);
  const elements = value.map(compositeText);
  return elements.includes(undefined) ? undefined : `[${elements.join(', ')}]`;
}

function setText({ members }: RegoSet): string | undefined {
  if (members.length === 0) return 'set()';
  const sorted = sortedKeys(members);
  return sorted === undefined ? undefined : `{${sorted.map(({ text }) => text).join(', ')}}`;
}

function objectText({ entries }: RegoObject): string | undefined {
  const sorted = sortedKeys(entries.map(([key]) => key));
  if (sorted === undefined) return undefined;
  const parts = sorted.map(({ index, text }) => {
    const value = compositeText(entries[index]?.[1] ?? null);
    return value === undefined ? undefined : `${text}: ${value}`;
  });
  return parts.includes(undefined) ? undefined : `{${parts.join(', ')}}`;
}

/** Sorted as OPA sorts them, when that is easy: all plain strings or all plain integers. */
function sortedKeys(keys: readonly RegoTerm[]): { index: number; text: string }[] | undefined {
  const texts = keys.map((key, index) => ({ index, key, text: compositeText(key) ?? '' }));
  if (texts.every(({ key, text }) => typeof key === 'string' && text !== ''))
    return texts.sort((a, b) => (a.text.slice(0, -1) < b.text.slice(0, -1) ? -1 : 1));
  if (texts.every(({ key, text }) => key instanceof RegoNumber && text !== ''))
    return texts.sort((a, b) => (BigInt(a.text) < BigInt(b.text) ? -1 : 1));
  return undefined;
}

import { sprintf } from './sprintf.ts';
import { sortTerms } from './term-order.ts';
import { readTerm, RegoSet } from './term-text.ts';

type HotBuiltin = (first: string, second: string, third: string) => string | undefined;

const plainVersion = /^v?(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})$/;

/**
 * Builtins that many policies call: without them, policies out of the cache would have to load OPA for one (a third of a
 * second), and each call would take ten times as long. Arguments and result are Rego terms as text; undefined where the case
 * is one to leave to OPA itself. (v1/topdown; test/rego/hot-builtins.test.ts holds both against each other.)
 */
export const hotBuiltins: ReadonlyMap<string, HotBuiltin> = new Map([
  ['sprintf', sprintf],
  ['strings.any_prefix_match', affixMatch((text, affix) => text.startsWith(affix))],
  ['strings.any_suffix_match', affixMatch((text, affix) => text.endsWith(affix))],
  ['strings.count', countText],
  ['concat', concat],
  ['indexof', indexOf],
  ['replace', replace],
  ['lower', plainText((text) => text.toLowerCase())],
  ['upper', plainText((text) => text.toUpperCase())],
  ['to_number', toNumber],
  ['semver.compare', compareVersions],
  ['semver.is_valid', isVersion],
]);

function affixMatch(matches: (text: string, affix: string) => boolean): HotBuiltin {
  return (search, base) => {
    const texts = textsOf(search);
    const affixes = textsOf(base);
    if (texts === undefined || affixes === undefined) return undefined;
    return String(texts.some((text) => affixes.some((affix) => matches(text, affix))));
  };
}

/** A text, or an array or a set of them. */
function textsOf(argument: string): readonly string[] | undefined {
  const term = readTerm(argument);
  if (typeof term === 'string') return [term];
  const members = term instanceof RegoSet ? term.members : term;
  if (!Array.isArray(members)) return undefined;
  return members.every((member) => typeof member === 'string') ? members : undefined;
}

function countText(search: string, part: string): string | undefined {
  const [text, counted] = [readTerm(search), readTerm(part)];
  if (typeof text !== 'string' || typeof counted !== 'string' || counted === '') return undefined;
  return String(text.split(counted).length - 1);
}

function concat(separator: string, list: string): string | undefined {
  const [between, members] = [readTerm(separator), readTerm(list)];
  const sorted = members instanceof RegoSet ? sortTerms(members.members) : members;
  if (typeof between !== 'string' || !Array.isArray(sorted)) return undefined;
  const isText = (sorted as readonly unknown[]).every((member) => typeof member === 'string');
  return isText ? JSON.stringify(sorted.join(between)) : undefined;
}

/** Counts code points. */
function indexOf(search: string, part: string): string | undefined {
  const [text, found] = [readTerm(search), readTerm(part)];
  if (typeof text !== 'string' || typeof found !== 'string' || found === '') return undefined;
  const at = text.indexOf(found);
  return String(at < 0 ? at : Array.from(text.slice(0, at)).length);
}

function replace(search: string, part: string, by: string): string | undefined {
  const [text, replaced, replacement] = [readTerm(search), readTerm(part), readTerm(by)];
  if (typeof text !== 'string' || typeof replaced !== 'string' || typeof replacement !== 'string')
    return undefined;
  return replaced === '' ? undefined : JSON.stringify(text.split(replaced).join(replacement));
}

/** Letters beyond ASCII change by the Unicode version of whoever is asked. */
function plainText(change: (text: string) => string): HotBuiltin {
  return (argument) => {
    const text = readTerm(argument);
    return typeof text === 'string' && /^[\x00-\x7f]*$/.test(text) ? JSON.stringify(change(text)) : undefined;
  };
}

function toNumber(argument: string): string | undefined {
  const text = readTerm(argument);
  return typeof text === 'string' && /^(?:0|-?[1-9]\d{0,14})$/.test(text) ? text : undefined;
}

function compareVersions(first: string, second: string): string | undefined {
  const [a, b] = [numbersOf(first), numbersOf(second)];
  if (a === undefined || b === undefined) return undefined;
  const at = a.findIndex((number, index) => number !== b[index]);
  if (at < 0) return '0';
  return (a[at] ?? 0) < (b[at] ?? 0) ? '-1' : '1';
}

function isVersion(version: string): string | undefined {
  return numbersOf(version) === undefined ? undefined : 'true';
}

/** Of a version without pre-release and build. */
function numbersOf(version: string): readonly number[] | undefined {
  const term = readTerm(version);
  return typeof term === 'string' ? plainVersion.exec(term)?.slice(1).map(Number) : undefined;
}

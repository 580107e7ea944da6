import {
  celEnv,
  celError,
  celFunc,
  celList,
  celMethod,
  CelScalar,
  isCelError,
  isCelList,
  isCelMap,
  listType,
} from '@bufbuild/cel';
import type { CelEnv, CelFunc, CelList, CelValue } from '@bufbuild/cel';
import { strings } from '@bufbuild/cel/ext';
import { type Budget, BudgetError, limits } from './budget.ts';
import { sizeOf } from './values.ts';

/** The function that the compiler puts around what a comprehension walks over. */
export const rangeFunction = '@range';

const { DYN, INT, STRING } = CelScalar;
const LIST = listType(DYN);

/**
 * The library joins lists lazily: what `map` and `filter` make, one element at a time, becomes a chain that is walked
 * through one nested generator each, and overflows the stack at some thousands. Here a joined list is flat.
 */
const elementsOf = new WeakMap<CelList, readonly CelValue[]>();
const joinLists = celFunc('_+_', [LIST, LIST], LIST, (left, right) => {
  const joined = (elementsOf.get(left) ?? [...left]).concat([...right]);
  const list = celList(joined);
  elementsOf.set(list, joined);
  return list;
});

/** The library's own `replace` copies the whole text for each hit, and does not end well for an empty needle. */
function replaceText(text: string, needle: string, replacement: string, most: bigint): string {
  const parts = needle === '' ? ['', ...Array.from(text)] : text.split(needle);
  const hits = most < 0n ? parts.length : Number(most);
  if (text.length + Math.min(hits, parts.length) * replacement.length > 2 * limits.textLength) {
    throw new BudgetError('the text becomes too long');
  }
  const joined = parts.map((part, i) => (i === 0 ? '' : i <= hits ? replacement : needle) + part).join('');
  return needle === '' && parts.length <= hits ? joined + replacement : joined;
}

/**
 * The CEL environment of mcp: the standard library and the string extensions, every call charged to `budget` before it
 * runs by the size of what it is given (cost after the idea of cel-go's runtime cost tracking).
 */
export function meteredEnvironment(budget: Budget, more: readonly CelFunc[] = []): CelEnv {
  const env = celEnv({
    funcs: [
      ...strings,
      joinLists,
      celMethod('replace', STRING, [STRING, STRING], STRING, function (needle, replacement) {
        return replaceText(this, needle, replacement, -1n);
      }),
      celMethod('replace', STRING, [STRING, STRING, INT], STRING, function (needle, replacement, most) {
        return replaceText(this, needle, replacement, most);
      }),
      celFunc(rangeFunction, [DYN], DYN, (range) => range),
      ...more,
    ],
  });
  const find: CelEnv['funcs']['find'] = (name) => {
    const group = env.funcs.find(name);
    if (group === undefined) return undefined;
    const call: typeof group.call = (id, target, args) => {
      try {
        chargeCall(budget, name, target, args);
        const result = group.call(id, target, args);
        checkResult(result);
        // Some of the library's errors do not know their place.
        return isCelError(result) && result.exprId === undefined ? celError(result.message, id) : result;
      } catch (error) {
        return celError(error, id);
      }
    };
    return Object.create(group, { call: { value: call } }) as typeof group;
  };
  const funcs = Object.create(env.funcs, { find: { value: find } }) as CelEnv['funcs'];
  return Object.create(env, { funcs: { value: funcs } }) as CelEnv;
}

function chargeCall(
  budget: Budget,
  name: string,
  target: CelValue | undefined,
  args: readonly CelValue[],
): void {
  const [first, second] = args;
  if (name === rangeFunction) {
    // Each element is read once; the calls on it are charged as they come.
    budget.charge(1 + lengthOf(first) / 4);
    checkResult(first);
  } else if (name === '_+_') {
    budget.charge(1 + lengthOf(first) / 256 + lengthOf(second) / 4);
  } else {
    const parts = target === undefined ? args : [target, ...args];
    for (const part of parts) budget.charge(sizeOf(part, budget.left));
    if (name === 'matches') budget.charge(patternCost(args.at(-1)));
    if (name === 'find' || name === 'findAll') budget.charge(patternCost(first));
    // Each match may look to the end of the text.
    if (name === 'findAll' && typeof target === 'string') budget.charge(target.length ** 2 / 100);
    if (name.startsWith('sets.')) budget.charge(lengthOf(first) * lengthOf(second));
    if (name === 'indexOf' || name === 'lastIndexOf') budget.charge(sizeOf(target, budget.left));
    if (name === 'format' && holdsMap(first))
      throw new Error('format() cannot print maps: their keys have no fixed order');
  }
}

function lengthOf(value: CelValue | undefined): number {
  if (isCelList(value) || isCelMap(value)) return value.size;
  return typeof value === 'string' || value instanceof Uint8Array ? value.length / 16 : 1;
}

/** RE2 is linear in the text, but a counted repetition such as `x{1000}` makes a program a thousand times its pattern. */
function patternCost(pattern: CelValue | undefined): number {
  if (typeof pattern !== 'string') return 0;
  return 20 * pattern.length + (/\{\d/.test(pattern) ? 5000 : 0);
}

/** Only called with arguments that were measured before: it ends. */
function holdsMap(value: CelValue | undefined): boolean {
  if (isCelMap(value)) return true;
  return isCelList(value) && [...value].some(holdsMap);
}

function checkResult(value: unknown): void {
  const tooLong = typeof value === 'string' && value.length > limits.textLength;
  if (tooLong) throw new BudgetError(`a text becomes longer than ${limits.textLength} characters`);
  const tooLarge = (isCelList(value) || isCelMap(value)) && value.size > limits.listSize;
  if (tooLarge) throw new BudgetError(`a list becomes longer than ${limits.listSize} elements`);
}

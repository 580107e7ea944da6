import { celList, celMap, celType, isCelList, isCelMap, isCelUint } from '@bufbuild/cel';
import type { CelList, CelMap, CelValue } from '@bufbuild/cel';
import type { Json } from '../model/json.ts';
import type { Budget } from './budget.ts';
import { isOpaque } from './opaque.ts';

const known = new WeakMap<object, CelList | CelMap>();

/**
 * JSON as CEL sees it: whole numbers are `int` (the way Kubernetes decodes JSON), others `double`; maps keep their keys
 * sorted, so that a loop over one does not depend on how a file was written. Objects are converted once.
 */
export function fromJson(value: Json): CelValue {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  let made = known.get(value);
  if (made === undefined) {
    made = Array.isArray(value)
      ? celList(value.map(fromJson))
      : // A Map, not an object: keys such as `__proto__` and `constructor` are ordinary labels.
        celMap(
          new Map(
            Object.entries(value)
              .sort(byKey)
              .map(([key, item]) => [key, fromJson(item)]),
          ),
        );
    known.set(value, made);
  }
  return made;
}

function byKey([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : 1;
}

/** A value of CEL has no form in JSON. */
export class ResultError extends Error {}

/**
 * The result of an expression as JSON: timestamps and durations become their texts. Throws ResultError for what JSON
 * cannot hold (bytes, types, NaN, whole numbers beyond 2^53), BudgetError when the result is too large.
 */
export function toJson(value: CelValue, textOf: (value: CelValue) => string, budget: Budget): Json {
  budget.charge(1);
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value === 'bigint' || isCelUint(value))
    return wholeNumber(typeof value === 'bigint' ? value : value.value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new ResultError(`the result is ${value}, which JSON cannot hold`);
    return value;
  }
  if (isCelList(value)) return Array.from(value, (item) => toJson(item, textOf, budget));
  if (isCelMap(value)) {
    if (isOpaque(value))
      throw new ResultError('the result is of a type of Kubernetes or optional: ask it for a value');
    return Object.fromEntries(
      Array.from(value, ([key, item]) => {
        if (typeof key !== 'string')
          throw new ResultError('the result is a map with keys that are not texts');
        return [key, toJson(item, textOf, budget)];
      }),
    );
  }
  const type = celType(value).name;
  if (type === 'google.protobuf.Timestamp' || type === 'google.protobuf.Duration') return textOf(value);
  throw new ResultError(`the result is of the type ${type}, which a manifest cannot hold`);
}

function wholeNumber(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number))
    throw new ResultError(`the result ${value} is beyond 2^53: make it a text`);
  return number;
}

/** The size of a value in budget units, all it holds included; stops counting beyond `most`. */
export function sizeOf(value: CelValue | undefined, most: number): number {
  if (typeof value === 'string') return 1 + value.length / 64;
  if (value instanceof Uint8Array) return 1 + value.length / 64;
  let size = 1;
  if (isCelList(value)) {
    for (const item of value) {
      size += sizeOf(item, most - size);
      if (size > most) return size;
    }
  } else if (isCelMap(value)) {
    for (const [, item] of value) {
      size += 1 + sizeOf(item, most - size);
      if (size > most) return size;
    }
  }
  return size;
}

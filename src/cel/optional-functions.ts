import {
  celFunc,
  celList,
  celMap,
  celMethod,
  CelScalar,
  isCelList,
  isCelMap,
  isCelUint,
} from '@bufbuild/cel';
import type { CelMap, CelValue } from '@bufbuild/cel';
import { findOpaque, Opaque, opaqueOf, registerOpaque } from './opaque.ts';

const { BOOL, DYN } = CelScalar;

class Optional extends Opaque {
  readonly value: CelValue | undefined;

  constructor(value: CelValue | undefined) {
    super();
    this.value = value;
  }
}

/** A value that may be absent: `undefined` here is `optional.none()` of CEL. */
export function optionalValue(value: CelValue | undefined): CelMap {
  const map = celMap(new Map<string, CelValue>(value === undefined ? [] : [['optional', value]]));
  registerOpaque(map, new Optional(value));
  return map;
}

const read = (value: CelValue) => opaqueOf(value, Optional).value;

function isZero(value: CelValue): boolean {
  if (value === null || value === false || value === '' || value === 0 || value === 0n) return true;
  if (isCelUint(value)) return value.value === 0n;
  if (value instanceof Uint8Array) return value.length === 0;
  return (isCelList(value) || isCelMap(value)) && value.size === 0;
}

/** The value at a key or index, if it is there; nothing of an optional without a value, and of what has no parts. */
function select(container: CelValue, key: CelValue): CelValue | undefined {
  const optional = findOpaque(container, Optional);
  if (optional !== undefined) return optional.value === undefined ? undefined : select(optional.value, key);
  if (isCelMap(container)) {
    const isKey = ['string', 'bigint', 'boolean', 'number'].includes(typeof key) || isCelUint(key);
    if (!isKey) throw new Error('found no matching overload');
    return container.get(key as string);
  }
  if (isCelList(container)) {
    const index = isCelUint(key) ? key.value : key;
    if (typeof index !== 'bigint') throw new Error('found no matching overload');
    return container.get(Number(index));
  }
  return undefined;
}

/** The functions that the optional syntax is written as; see optional-syntax.ts. */
export const optionalNames = {
  select: '@optional_select',
  elements: '@optional_elements',
  entry: '@optional_entry',
} as const;

/** Optional values of CEL (cel-go, cel/library.go): functions of `optional`, and what the optional syntax stands for. */
export const optionalFunctions = [
  celFunc('optional.of', [DYN], DYN, optionalValue),
  celFunc('optional.none', [], DYN, () => optionalValue(undefined)),
  celFunc('optional.ofNonZeroValue', [DYN], DYN, (value) => optionalValue(isZero(value) ? undefined : value)),
  celMethod('hasValue', DYN, [], BOOL, function () {
    return read(this) !== undefined;
  }),
  celMethod('value', DYN, [], DYN, function () {
    const value = read(this);
    if (value === undefined) throw new Error('optional.none() dereference');
    return value;
  }),
  celMethod('or', DYN, [DYN], DYN, function (other) {
    if (read(this) !== undefined) return this;
    read(other);
    return other;
  }),
  celMethod('orValue', DYN, [DYN], DYN, function (other) {
    const value = read(this);
    return value ?? (value === undefined ? other : null);
  }),
  celFunc(optionalNames.select, [DYN, DYN], DYN, (container, key) => optionalValue(select(container, key))),
  celFunc(optionalNames.elements, [DYN], DYN, (optional) => {
    const value = read(optional);
    return celList(value === undefined ? [] : [value]);
  }),
  celFunc(optionalNames.entry, [DYN, DYN, DYN], DYN, (map, key, optional) => {
    const value = read(optional);
    if (value === undefined || !isCelMap(map)) return map;
    if (map.has(key as string)) throw new Error('map key conflict');
    return celMap(new Map<string, CelValue>([...map, [key, value]] as [string, CelValue][]));
  }),
];

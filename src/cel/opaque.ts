import { celMap, isCelMap } from '@bufbuild/cel';
import type { CelMap, CelValue } from '@bufbuild/cel';

/** A value of a type that Kubernetes adds to CEL. */
export abstract class Opaque {
  protected readonly isOpaque = true;
}

/** One of a type that has an order. */
export abstract class OrderedOpaque extends Opaque {
  /** Throws for a value of another type. */
  abstract compareTo(other: Opaque): number;
}

const opaques = new WeakMap<CelMap, Opaque>();

/** The engine has no types of others: they are maps with the text of the value, so that equal values are equal. */
export function opaqueValue(type: string, text: string, opaque: Opaque): CelMap {
  const map = celMap(new Map([[type, text]]));
  registerOpaque(map, opaque);
  return map;
}

/** Makes a map stand for a value of such a type. */
export function registerOpaque(map: CelMap, opaque: Opaque): void {
  opaques.set(map, opaque);
}

/** Whether a map stands for a value of such a type. */
export function isOpaque(map: CelMap): boolean {
  return opaques.has(map);
}

/** Throws, as for an overload that is not there, when the value is not of the class. */
export function opaqueOf<T extends Opaque>(
  value: CelValue | undefined,
  type: abstract new (...given: never) => T,
): T {
  const opaque = findOpaque(value, type);
  if (opaque !== undefined) return opaque;
  throw new Error('found no matching overload');
}

/** The same, undefined for any other value. */
export function findOpaque<T extends Opaque>(
  value: CelValue | undefined,
  type: abstract new (...given: never) => T,
): T | undefined {
  const opaque = isCelMap(value) ? opaques.get(value) : undefined;
  return opaque instanceof type ? opaque : undefined;
}

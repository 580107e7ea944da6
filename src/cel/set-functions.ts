import { celFunc, type CelEnv, CelScalar, listType } from '@bufbuild/cel';
import type { CelFunc, CelList, CelValue } from '@bufbuild/cel';

const { BOOL, DYN } = CelScalar;
const LIST = listType(DYN);

/** `sets.contains`, `sets.equivalent` and `sets.intersects` of cel-go; equality is that of `env`. */
export function setFunctions(env: () => CelEnv): readonly CelFunc[] {
  const isIn = (value: CelValue, list: CelList) =>
    env().funcs.find('@in')?.call(0, undefined, [value, list]) === true;
  const contains = (list: CelList, other: CelList) => [...other].every((value) => isIn(value, list));
  return [
    celFunc('sets.contains', [LIST, LIST], BOOL, contains),
    celFunc('sets.equivalent', [LIST, LIST], BOOL, (a, b) => contains(a, b) && contains(b, a)),
    celFunc('sets.intersects', [LIST, LIST], BOOL, (a, b) => [...a].some((value) => isIn(value, b))),
  ];
}

import { celMethod, CelScalar, listType } from '@bufbuild/cel';
import type { CelList, CelValue } from '@bufbuild/cel';

const { BOOL, DYN } = CelScalar;
const LIST = listType(DYN);

type Ordered = bigint | number | string | boolean;

/** The elements, all of one type that has an order. */
function ordered(list: CelList): readonly Ordered[] {
  return [...list].map((item: CelValue, _, all) => {
    const isOrdered = ['bigint', 'number', 'string', 'boolean'].includes(typeof item);
    if (isOrdered && typeof item === typeof all[0]) return item as Ordered;
    throw new Error('found no matching overload');
  });
}

function extreme(list: CelList, name: string, isBetter: (one: Ordered, other: Ordered) => boolean): Ordered {
  const [first, ...rest] = ordered(list);
  if (first === undefined) throw new Error(`${name} called on empty list`);
  return rest.reduce((best, item) => (isBetter(item, best) ? item : best), first);
}

/** Of Kubernetes' functions on lists (apiserver, pkg/cel/library/lists.go), those of elements with an order. */
export const listFunctions = [
  celMethod('isSorted', LIST, [], BOOL, function () {
    return ordered(this).every((item, index, all) => index === 0 || !(item < (all[index - 1] ?? item)));
  }),
  celMethod('sum', LIST, [], DYN, function () {
    const items = ordered(this);
    if (items.every((item) => typeof item === 'bigint')) return items.reduce((sum, item) => sum + item, 0n);
    if (items.every((item) => typeof item === 'number')) return items.reduce((sum, item) => sum + item, 0);
    throw new Error('found no matching overload');
  }),
  celMethod('min', LIST, [], DYN, function () {
    return extreme(this, 'min', (one, other) => one < other);
  }),
  celMethod('max', LIST, [], DYN, function () {
    return extreme(this, 'max', (one, other) => one > other);
  }),
];

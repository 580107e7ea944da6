import { celEnv, celMethod, CelScalar, listType } from '@bufbuild/cel';
import type { CelList, CelValue } from '@bufbuild/cel';

const { BOOL, DYN, INT } = CelScalar;
const LIST = listType(DYN);

type Ordered = bigint | number | string | boolean;

/** The elements, all of types that have an order. */
function ordered(list: CelList): readonly Ordered[] {
  return [...list].map((item: CelValue) => {
    if (['bigint', 'number', 'string', 'boolean'].includes(typeof item)) return item as Ordered;
    throw new Error('found no matching overload');
  });
}

/** False where the two cannot be compared, as in Kubernetes, which does not notice that. */
function isLess(one: Ordered, other: Ordered): boolean {
  const isNumeric = [one, other].every((value) => typeof value === 'bigint' || typeof value === 'number');
  return (isNumeric || typeof one === typeof other) && one < other;
}

function extreme(list: CelList, name: string, isBetter: (one: Ordered, other: Ordered) => boolean): Ordered {
  const [first, ...rest] = ordered(list);
  if (first === undefined) throw new Error(`${name} called on empty list`);
  return rest.reduce((best, item) => (isBetter(item, best) ? item : best), first);
}

function position(name: string, isLast: boolean) {
  return celMethod(name, LIST, [DYN], INT, function (this: CelList, item: CelValue) {
    const items = [...this].map((each) => isEqual(each, item));
    return BigInt(isLast ? items.lastIndexOf(true) : items.indexOf(true));
  });
}

const equality = celEnv().funcs.find('_==_');

function isEqual(one: CelValue, other: CelValue): boolean {
  return equality?.call(0, undefined, [one, other]) === true;
}

/** Of Kubernetes' functions on lists (apiserver, pkg/cel/library/lists.go), those of elements with an order. */
export const listFunctions = [
  position('indexOf', false),
  position('lastIndexOf', true),
  celMethod('isSorted', LIST, [], BOOL, function () {
    return ordered(this).every((item, index, all) => index === 0 || !isLess(item, all[index - 1] ?? item));
  }),
  celMethod('sum', LIST, [], DYN, function () {
    const items = ordered(this);
    if (items.every((item) => typeof item === 'bigint')) return items.reduce((sum, item) => sum + item, 0n);
    if (items.every((item) => typeof item === 'number')) return items.reduce((sum, item) => sum + item, 0);
    throw new Error('found no matching overload');
  }),
  celMethod('min', LIST, [], DYN, function () {
    return extreme(this, 'min', isLess);
  }),
  celMethod('max', LIST, [], DYN, function () {
    return extreme(this, 'max', (one, other) => isLess(other, one));
  }),
];

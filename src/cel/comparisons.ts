import { celMethod, CelScalar } from '@bufbuild/cel';
import type { CelValue } from '@bufbuild/cel';
import { opaqueOf, OrderedOpaque } from './opaque.ts';

const { BOOL, DYN, INT } = CelScalar;

function compare(left: CelValue, right: CelValue): number {
  return opaqueOf(left, OrderedOpaque).compareTo(opaqueOf(right, OrderedOpaque));
}

/** How quantities compare with quantities, and versions with versions. */
export const comparisons = [
  celMethod('isLessThan', DYN, [DYN], BOOL, function (other) {
    return compare(this, other) < 0;
  }),
  celMethod('isGreaterThan', DYN, [DYN], BOOL, function (other) {
    return compare(this, other) > 0;
  }),
  celMethod('compareTo', DYN, [DYN], INT, function (other) {
    return BigInt(compare(this, other));
  }),
];

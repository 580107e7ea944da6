import { celMethod, CelScalar } from '@bufbuild/cel';
import type { CelValue } from '@bufbuild/cel';
import { Opaque, opaqueOf } from './opaque.ts';

const { BOOL, DYN, INT } = CelScalar;

function compare(left: CelValue, right: CelValue): number {
  return opaqueOf(left, Opaque).compareTo(opaqueOf(right, Opaque));
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

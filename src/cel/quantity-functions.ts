import { celFunc, celMethod, CelScalar } from '@bufbuild/cel';
import type { CelMap, CelValue } from '@bufbuild/cel';
import { approximateNumber, parseQuantity } from '../model/quantity.ts';
import type { Quantity } from '../model/quantity.ts';
import { type Opaque, opaqueOf, opaqueValue, OrderedOpaque } from './opaque.ts';

const { BOOL, DOUBLE, DYN, INT, STRING } = CelScalar;
const largest = 2n ** 63n - 1n;

class QuantityValue extends OrderedOpaque {
  readonly quantity: Quantity;

  constructor(quantity: Quantity) {
    super();
    this.quantity = quantity;
  }

  compareTo(other: Opaque): number {
    if (!(other instanceof QuantityValue)) throw new Error('found no matching overload');
    const difference = this.plus(other.quantity, -1n).quantity.unscaled;
    return difference === 0n ? 0 : difference < 0n ? -1 : 1;
  }

  plus({ unscaled, exponent }: Quantity, factor: 1n | -1n): QuantityValue {
    const own = this.quantity;
    const least = Math.min(own.exponent, exponent);
    const sum =
      own.unscaled * 10n ** BigInt(own.exponent - least) +
      factor * unscaled * 10n ** BigInt(exponent - least);
    return new QuantityValue({ unscaled: sum, exponent: least });
  }

  /** As apimachinery has it: null for what was written with a fraction, even if that is whole, and for too much. */
  integer(): bigint | null {
    const { unscaled, exponent } = this.quantity;
    const value = exponent < 0 ? largest + 1n : unscaled * 10n ** BigInt(exponent);
    return value > largest || value < -largest - 1n ? null : value;
  }

  toCel(): CelMap {
    let { unscaled, exponent } = this.quantity;
    while (unscaled !== 0n && unscaled % 10n === 0n) [unscaled, exponent] = [unscaled / 10n, exponent + 1];
    return opaqueValue('quantity', unscaled === 0n ? '0' : `${unscaled}e${exponent}`, this);
  }
}

const read = (value: CelValue) => opaqueOf(value, QuantityValue);

function plus(factor: 1n | -1n) {
  return function (this: CelValue, other: CelValue): CelMap {
    const addend = typeof other === 'bigint' ? { unscaled: other, exponent: 0 } : read(other).quantity;
    return read(this).plus(addend, factor).toCel();
  };
}

/** `quantity()` and what can be asked of it, as in Kubernetes (apiserver, pkg/cel/library/quantity.go). */
export const quantityFunctions = [
  celFunc('quantity', [STRING], DYN, (text) => {
    const quantity = parseQuantity(text);
    if (quantity === null) throw new Error(`quantity() is given ${JSON.stringify(text)}, which is none`);
    return new QuantityValue(quantity).toCel();
  }),
  celFunc('isQuantity', [STRING], BOOL, (text) => parseQuantity(text) !== null),
  celFunc('sign', [DYN], INT, (value) => {
    const { unscaled } = read(value).quantity;
    return unscaled === 0n ? 0n : unscaled < 0n ? -1n : 1n;
  }),
  celMethod('isInteger', DYN, [], BOOL, function () {
    return read(this).integer() !== null;
  }),
  celMethod('asInteger', DYN, [], INT, function () {
    const value = read(this).integer();
    if (value === null) throw new Error('cannot convert value to integer');
    return value;
  }),
  celMethod('asApproximateFloat', DYN, [], DOUBLE, function () {
    return approximateNumber(read(this).quantity);
  }),
  celMethod('add', DYN, [DYN], DYN, plus(1n)),
  celMethod('sub', DYN, [DYN], DYN, plus(-1n)),
];

const binary: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const decimal: Readonly<Record<string, number>> = {
  ...{ n: -9, u: -6, m: -3, '': 0 },
  ...{ k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 },
};
/** Kubernetes bounds what it keeps: nothing is finer than a nano. */
const finest = -9;
const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:([KMGTPE]i|[numkMGTPE])|[eE]([+-]?\d+))?$/;

/** A Kubernetes quantity as `unscaled × 10^exponent`, exactly. */
export interface Quantity {
  readonly unscaled: bigint;
  readonly exponent: number;
}

/** Reads a Kubernetes quantity (apimachinery, resource.ParseQuantity); null for a text that is none. */
export function parseQuantity(text: string): Quantity | null {
  const [match, sign, whole = '', fraction = '', suffix = '', power] = form.exec(text) ?? [];
  if (match === undefined || whole + fraction === '' || Math.abs(Number(power ?? 0)) > 1000) return null;
  const shift = Object.hasOwn(binary, suffix) ? BigInt(binary[suffix] ?? 0) : 0n;
  const digits = BigInt(whole + fraction) << shift;
  const exponent = (power === undefined ? (decimal[suffix] ?? 0) : Number(power)) - fraction.length;
  const unscaled = sign === '-' ? -digits : digits;
  return exponent >= finest ? { unscaled, exponent } : roundedUp(unscaled, exponent);
}

/** Away from zero: who asks for very little shall get something. */
function roundedUp(unscaled: bigint, exponent: number): Quantity {
  const step = 10n ** BigInt(finest - exponent);
  const away = unscaled < 0n ? -(step - 1n) : step - 1n;
  return { unscaled: (unscaled + away) / step, exponent: finest };
}

/** Quantity.AsApproximateFloat64 of apimachinery, with the same rounding. */
export function approximateNumber({ unscaled, exponent }: Quantity): number {
  return exponent === 0 ? Number(unscaled) : Number(unscaled) * Number(`1e${exponent}`);
}

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

/**
 * How Kubernetes writes a quantity that it has read (apimachinery, Quantity.String): without zeros at the end, in steps of
 * a thousand or of 1024, so that `1.5Gi` becomes `1536Mi`. A text that is no quantity stays as it is.
 */
export function canonicalQuantity(text: string): string {
  const quantity = parseQuantity(text);
  const [, , whole = '', fraction = '', suffix = '', power] = form.exec(text) ?? [];
  if (quantity === null) return text;
  if (quantity.unscaled === 0n) return '0';
  const steps = Object.hasOwn(binary, suffix) ? inSteps1024(quantity) : null;
  if (steps !== null) return steps;
  const digits = (whole.replace(/^0+/, '') || '0') + fraction;
  // Kept as it is written, even with zeros at the end of its fraction.
  const isKept = quantity.exponent % 3 === 0 && !/^0|000$/.test(digits) && digits.length <= 18;
  if (isKept && !Object.hasOwn(binary, suffix)) return text;
  return inSteps1000(quantity, power !== undefined);
}

/** Null for what is not whole or less than 1024: that is written in steps of a thousand. */
function inSteps1024({ unscaled, exponent }: Quantity): string | null {
  const divisor = 10n ** BigInt(Math.max(0, -exponent));
  let value = unscaled / divisor;
  if (value * divisor !== unscaled || (value < 1024n && value > -1024n)) return null;
  let step = 0;
  while (value % 1024n === 0n && step < 6) [value, step] = [value / 1024n, step + 1];
  return `${value}${['', ...Object.keys(binary)][step] ?? ''}`;
}

function inSteps1000({ unscaled, exponent }: Quantity, asPower: boolean): string {
  let [value, tens] = [unscaled, exponent];
  while (value % 10n === 0n) [value, tens] = [value / 10n, tens + 1];
  while (tens % 3 !== 0) [value, tens] = [value * 10n, tens - 1];
  if (asPower) return tens === 0 ? String(value) : `${value}e${tens}`;
  const suffix = Object.keys(decimal).find((name) => decimal[name] === tens);
  return suffix === undefined ? `${value}e${tens}` : `${value}${suffix}`;
}

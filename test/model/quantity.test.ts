import { describe, expect, it } from 'vitest';
import { approximateNumber, canonicalQuantity, parseQuantity } from '../../src/model/quantity.ts';

describe('a quantity', () => {
  // Canonical forms as apimachinery's resource.ParseQuantity and String give them.
  it.each([
    ['0', 0, '0'],
    ['0Gi', 0, '0'],
    ['12', 12, '12'],
    ['00125', 125, '00125'],
    ['3500m', 3.5, '3500m'],
    ['2.5', 2.5, '2500m'],
    ['.5', 0.5, '500m'],
    ['1.', 1, '1.'],
    ['-1.5', -1.5, '-1500m'],
    ['1.500', 1.5, '1.500'],
    ['10000', 10_000, '10k'],
    ['2e4', 20_000, '20e3'],
    ['1e-3', 0.001, '1e-3'],
    ['1Ki', 1024, '1Ki'],
    ['0.5Ki', 512, '512'],
    ['1.5Gi', 1_610_612_736, '1536Mi'],
    ['33554432Ki', 34_359_738_368, '32Gi'],
    ['0.1Mi', 104_857.6, '104857600m'],
    ['1n', 1e-9, '1n'],
    ['0.1n', 1e-9, '1n'],
    ['5E', 5e18, '5E'],
  ])('%s is %s and written as %s', (text, value, canonical) => {
    expect(approximateNumber(parseQuantity(text)!)).toBe(value);
    expect(canonicalQuantity(text)).toBe(canonical);
  });

  it.each(['', '.', '1Q', 'Gi', '1 Gi', '1e', '--1', '1Gi1', '1e999999', 'constructor'])(
    'is not %j',
    (text) => {
      expect(parseQuantity(text)).toBeNull();
      expect(canonicalQuantity(text)).toBe(text);
    },
  );
});

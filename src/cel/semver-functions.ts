import { celFunc, celMethod, CelScalar } from '@bufbuild/cel';
import type { CelMap, CelValue } from '@bufbuild/cel';
import { type Opaque, opaqueOf, opaqueValue, OrderedOpaque } from './opaque.ts';

const { BOOL, DYN, INT, STRING } = CelScalar;
const number = '(0|[1-9][0-9]*)';
const form = new RegExp(
  `^${number}[.]${number}[.]${number}(?:-([0-9A-Za-z-]+(?:[.][0-9A-Za-z-]+)*))?(?:[+][0-9A-Za-z-]+(?:[.][0-9A-Za-z-]+)*)?$`,
);
const largest = 2n ** 64n - 1n;

class Version extends OrderedOpaque {
  readonly numbers: readonly bigint[];
  readonly preRelease: readonly string[];

  constructor(numbers: readonly bigint[], preRelease: readonly string[]) {
    super();
    this.numbers = numbers;
    this.preRelease = preRelease;
  }

  compareTo(other: Opaque): number {
    if (!(other instanceof Version)) throw new Error('found no matching overload');
    for (const [index, own] of this.numbers.entries()) {
      const its = other.numbers[index] ?? 0n;
      if (own !== its) return own < its ? -1 : 1;
    }
    // A release comes after all its pre-releases.
    if (this.preRelease.length === 0 || other.preRelease.length === 0)
      return Math.sign(other.preRelease.length - this.preRelease.length);
    for (const [index, own] of this.preRelease.entries()) {
      const its = other.preRelease[index];
      if (its === undefined) return 1;
      const order = comparePart(own, its);
      if (order !== 0) return order;
    }
    return this.preRelease.length < other.preRelease.length ? -1 : 0;
  }
}

/** Numbers come before words. */
function comparePart(own: string, its: string): number {
  const [a, b] = [own, its].map((part) => (/^[0-9]+$/.test(part) ? BigInt(part) : null));
  if (a != null && b != null) return a === b ? 0 : a < b ? -1 : 1;
  if (a != null || b != null) return a != null ? -1 : 1;
  return own === its ? 0 : own < its ? -1 : 1;
}

/** Strict, as blang/semver: three numbers without leading zeros, and what comes after them. */
function parse(text: string): Version | null {
  const [match, major = '', minor = '', patch = '', pre] = form.exec(text) ?? [];
  const preRelease = pre?.split('.') ?? [];
  if (match === undefined || preRelease.some((part) => /^0[0-9]+$/.test(part))) return null;
  const numbers = [major, minor, patch].map(BigInt);
  return numbers.some((part) => part > largest) ? null : new Version(numbers, preRelease);
}

const part = (name: string, index: number) =>
  celMethod(name, DYN, [], INT, function (this: CelValue) {
    return opaqueOf(this, Version).numbers[index] ?? 0n;
  });

function semver(text: string, strict: string | null): CelMap {
  const version = strict === null ? null : parse(strict);
  if (version === null) throw new Error(`semver() is given ${JSON.stringify(text)}, which is no version`);
  const pre = version.preRelease.length === 0 ? '' : `-${version.preRelease.join('.')}`;
  return opaqueValue('semver', `${version.numbers.join('.')}${pre}`, version);
}

/** As Kubernetes reads loosely: `v1.2` is 1.2.0, and zeros in front do not count. Null for what cannot be completed. */
function normalized(text: string): string | null {
  const [major = '', minor, ...rest] = text.replace(/^v/, '').split('.');
  const parts = [
    major,
    ...(minor === undefined ? [] : [minor]),
    ...(rest.length === 0 ? [] : [rest.join('.')]),
  ].map((part) =>
    part.length > 1 ? part.replace(/^0+(?=[0-9])/, '').replace(/^0*(?=[^0-9]|$)/, '0') : part,
  );
  if (parts.length < 3 && /[+-]/.test(parts.at(-1) ?? '')) return null;
  return [...parts, '0', '0'].slice(0, 3).join('.');
}

/** The forms of `semver()` and `isSemver()` that a hub does not have yet: whether to read loosely. */
export const looseSemverFunctions = [
  celFunc('semver', [STRING, BOOL], DYN, (text, isLoose) => semver(text, isLoose ? normalized(text) : text)),
  celFunc('isSemver', [STRING, BOOL], BOOL, (text, isLoose) => {
    const strict = isLoose ? normalized(text) : text;
    return strict !== null && parse(strict) !== null;
  }),
];

/** `semver()` and what can be asked of it, as in Kubernetes (apiserver, pkg/cel/library/semverlib.go). */
export const semverFunctions = [
  celFunc('semver', [STRING], DYN, (text) => semver(text, text)),
  celFunc('isSemver', [STRING], BOOL, (text) => parse(text) !== null),
  part('major', 0),
  part('minor', 1),
  part('patch', 2),
];

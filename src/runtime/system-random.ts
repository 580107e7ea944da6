import { randomBytes } from 'node:crypto';
import type { Random } from '../model/ports.ts';

/** Randomness from the operating system. */
export const systemRandom: Random = {
  hex: (digits) =>
    randomBytes(Math.ceil(digits / 2))
      .toString('hex')
      .slice(0, digits),
  number: () => randomBytes(4).readUInt32BE() / 2 ** 32,
};

/** The most bytes for which the sums below stay exact in 32 bits before the modulo (zlib's NMAX). */
const block = 5552;

/** The checksum of RFC 1950; node:zlib offers only CRC-32. */
export function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (let start = 0; start < bytes.length; start += block) {
    for (const byte of bytes.subarray(start, start + block)) {
      low += byte;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return high * 65536 + low;
}

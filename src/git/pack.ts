import { createHash } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import type { GitObject, GitObjectType } from '../model/git.ts';
import { adler32 } from './adler32.ts';

const typeNumber: Record<GitObjectType, number> = { commit: 1, tree: 2, blob: 3 };

/**
 * Deflating tens of thousands of tiny objects is slow and holds on to memory: for 10,000 branches 2.1 s and 986 MB, stored
 * 0.5 s and 160 MB, for a fifth more bytes.
 */
const storedBelow = 1024;

const slabSize = 256 * 1024;

/**
 * A version 2 pack without deltas (gitformat-pack(5)), in pieces of about 256 KB, so that the pack never stands
 * in memory as one block. Each object must be given once.
 */
export function* packChunks(objects: readonly GitObject[]): Generator<Uint8Array> {
  const hash = createHash('sha1');
  let pieces: Uint8Array[] = [packHeader(objects.length)];
  let size = 0;
  for (const object of objects) {
    const data =
      object.body.length < storedBelow ? stored(object.body) : deflateSync(object.body, { level: 1 });
    const head = entryHeader(object);
    pieces.push(head, data);
    size += head.length + data.length;
    if (size >= slabSize) {
      const slab = Buffer.concat(pieces);
      hash.update(slab);
      yield slab;
      pieces = [];
      size = 0;
    }
  }
  const rest = Buffer.concat(pieces);
  hash.update(rest);
  yield rest;
  yield hash.digest();
}

function packHeader(count: number): Buffer {
  const header = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  header.writeUInt32BE(count, 8);
  return header;
}

/** Type and size: four bits of the size beside the type, then seven bits a byte, least significant first. */
function entryHeader(object: GitObject): Uint8Array {
  let size = object.body.length;
  const bytes = [((typeNumber[object.type] << 4) | (size & 15)) >>> 0];
  size = Math.floor(size / 16);
  while (size > 0) {
    bytes.push((bytes.pop() ?? 0) | 0x80, size & 0x7f);
    size = Math.floor(size / 128);
  }
  return Uint8Array.from(bytes);
}

/** A zlib stream of one stored block (RFC 1950, RFC 1951 section 3.2.4). */
function stored(body: Uint8Array): Uint8Array {
  const out = Buffer.allocUnsafe(body.length + 11);
  out.writeUInt16BE(0x7801, 0);
  out[2] = 1;
  out.writeUInt16LE(body.length, 3);
  out.writeUInt16LE(body.length ^ 0xffff, 5);
  out.set(body, 7);
  out.writeUInt32BE(adler32(body), body.length + 7);
  return out;
}

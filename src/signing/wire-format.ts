/** A value of SSH's wire format (RFC 4251, section 5): its length in four bytes, then its bytes. */
export function wireString(value: Uint8Array | string): Buffer {
  const bytes = Buffer.from(value);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(bytes.length);
  return Buffer.concat([head, bytes]);
}

/** Reads values of SSH's wire format one after the other. Throws RangeError where the bytes end too early. */
export class WireReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  uint32(): number {
    const value = this.#bytes.readUInt32BE(this.#at);
    this.#at += 4;
    return value;
  }

  string(): Buffer {
    const length = this.uint32();
    const end = this.#at + length;
    if (end > this.#bytes.length) throw new RangeError('the value is cut off');
    const value = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return value;
  }
}

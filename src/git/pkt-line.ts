import type { McpError } from '../model/error.ts';
import { brokenOff, protocolError, serverText } from './remote-error.ts';

/** gitprotocol-common(5): at most 65520 bytes, the four digits of the length among them. */
const maxLength = 65520;

/** About a million refs: more than this in one section is no list of refs, but an attempt on our memory. */
const maxSectionBytes = 96 * 1024 * 1024;

export type Packet = Buffer | 'flush' | 'delimiter' | 'responseEnd' | 'eof';

export const flushPacket: Uint8Array = Buffer.from('0000');
export const delimiterPacket: Uint8Array = Buffer.from('0001');

/** One pkt-line with the payload as given. */
export function packetLine(payload: string): Uint8Array {
  const bytes = Buffer.from(payload);
  if (bytes.length + 4 > maxLength) throw new RangeError(`pkt-line of ${bytes.length} bytes`);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
}

/** Reads pkt-lines from a stream of bytes, however the stream is cut into pieces. */
export class PacketReader {
  readonly #url: string;
  readonly #source: AsyncIterator<Uint8Array, undefined>;
  #buffer: Buffer = Buffer.alloc(0);

  /** @param url what errors name */
  constructor(source: AsyncIterable<Uint8Array>, url: string) {
    this.#source = source[Symbol.asyncIterator]() as AsyncIterator<Uint8Array, undefined>;
    this.#url = url;
  }

  /** @throws McpError REMOTE_PROTOCOL for a bad length, REMOTE_UNREACHABLE when the stream ends inside a packet */
  async next(): Promise<Packet> {
    for (;;) {
      const packet = this.#take();
      if (packet !== null) return packet;
      if (!(await this.#fill())) {
        if (this.#buffer.length > 0) throw this.#lost();
        return 'eof';
      }
    }
  }

  /** The lines up to the next flush, without their line feeds. */
  async section(): Promise<string[]> {
    const lines: string[] = [];
    let bytes = 0;
    for (;;) {
      const packet = this.#take() ?? (await this.next());
      if (packet === 'flush') return lines;
      if (packet === 'eof') throw this.#lost();
      if (typeof packet === 'string') throw protocolError(this.#url, `a ${packet} packet inside a list`);
      bytes += packet.length;
      if (bytes > maxSectionBytes) throw protocolError(this.#url, 'a list without end');
      const line = packet.toString('utf8', 0, packet.at(-1) === 10 ? packet.length - 1 : packet.length);
      if (line.startsWith('ERR ')) throw protocolError(this.#url, serverText(line.slice(4)));
      lines.push(line);
    }
  }

  /**
   * Reads what little is left of the stream, so that the server comes to its end and the connection can be used again;
   * breaks off one that goes on. What goes wrong here is of no interest any more.
   */
  async drain(): Promise<void> {
    try {
      for (let bytes = 0; bytes <= maxLength; bytes += this.#buffer.length) {
        this.#buffer = Buffer.alloc(0);
        if (!(await this.#fill())) return;
      }
    } catch {
      return;
    }
    this.close();
  }

  close(): void {
    this.#source.return?.().catch(() => undefined);
  }

  #take(): Packet | null {
    const buffer = this.#buffer;
    if (buffer.length < 4) return null;
    const digits = buffer.toString('latin1', 0, 4);
    const length = /^[0-9a-fA-F]{4}$/.test(digits) ? parseInt(digits, 16) : -1;
    if (length === 3 || length < 0 || length > maxLength) {
      const start = serverText(buffer.toString('utf8', 0, 80));
      throw protocolError(this.#url, `no pkt-line: ${JSON.stringify(start)}`);
    }
    if (buffer.length < length) return null;
    this.#buffer = buffer.subarray(Math.max(length, 4));
    if (length === 0) return 'flush';
    if (length === 1) return 'delimiter';
    if (length === 2) return 'responseEnd';
    return buffer.subarray(4, length);
  }

  async #fill(): Promise<boolean> {
    const result = await this.#source.next();
    if (result.done === true) return false;
    const { value } = result;
    this.#buffer =
      this.#buffer.length === 0
        ? Buffer.from(value.buffer, value.byteOffset, value.length)
        : Buffer.concat([this.#buffer, value]);
    return true;
  }

  #lost(): McpError {
    return brokenOff(this.#url, 'the connection ended in the middle of an answer');
  }
}

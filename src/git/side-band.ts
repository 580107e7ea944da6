import type { PacketReader } from './pkt-line.ts';
import { brokenOff, protocolError, serverText } from './remote-error.ts';

/** A hook may talk for as long as it works, but not for ever: each byte keeps the connection from being given up. */
const maxBytes = 16 * 1024 * 1024;

/**
 * The first band of a `side-band-64k` stream (gitprotocol-pack(5)), up to its flush.
 *
 * @param onMessage takes what the server wrote for people on the second band: progress and the output of hooks
 * @throws McpError REMOTE_PROTOCOL when the server gives up on the third band
 */
export async function* demultiplex(
  packets: PacketReader,
  url: string,
  onMessage: (text: string) => void,
): AsyncGenerator<Uint8Array> {
  for (let bytes = 0; bytes < maxBytes;) {
    const packet = await packets.next();
    if (packet === 'flush') return;
    if (packet === 'eof') throw brokenOff(url, 'the connection ended before the report');
    if (typeof packet === 'string') throw protocolError(url, `a ${packet} packet among the bands`);
    const payload = packet.subarray(1);
    bytes += packet.length + 4;
    if (packet[0] === 1) yield payload;
    else if (packet[0] === 2) onMessage(payload.toString());
    else if (packet[0] === 3)
      throw protocolError(url, `the server gave up: ${serverText(payload.toString())}`);
    else throw protocolError(url, `a band of number ${packet[0] ?? 'none'}`);
  }
  throw protocolError(url, 'a report without end');
}

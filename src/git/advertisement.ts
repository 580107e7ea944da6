import { McpError } from '../model/error.ts';
import type { ObjectId } from '../model/git.ts';
import type { PacketReader } from './pkt-line.ts';
import { protocolError } from './remote-error.ts';

/** What a service says first: its version, what it can do and, before version 2, all refs. */
export interface Advertisement {
  readonly version: 0 | 2;
  readonly capabilities: ReadonlyMap<string, string>;
  /** `<id> <name>` lines; none in version 2. */
  readonly refLines: readonly string[];
}

/**
 * Reads an advertisement of protocol version 0, 1 or 2 (gitprotocol-pack(5), gitprotocol-v2(5)).
 *
 * @throws McpError CONFIG_UNSUPPORTED for a SHA-256 repository, REMOTE_PROTOCOL for anything else that is not understood
 */
export async function readAdvertisement(packets: PacketReader, url: string): Promise<Advertisement> {
  const lines = await packets.section();
  if (lines[0] === 'version 2')
    return checked(url, { version: 2, capabilities: toMap(lines.slice(1)), refLines: [] });
  const refLines = lines[0] === 'version 1' ? lines.slice(1) : lines;
  const [first = '', capabilities] = (refLines[0] ?? '').split('\0');
  if (capabilities === undefined) throw protocolError(url, 'an advertisement without capabilities');
  refLines[0] = first;
  return checked(url, { version: 0, capabilities: toMap(capabilities.trim().split(' ')), refLines });
}

/** Reads one `<id> <name>` line; null for a line that names no ref: a peeled tag, an empty repository, a cut history. */
export function parseRefLine(line: string, url: string): { id: ObjectId; ref: string } | null {
  if (line.startsWith('shallow ')) return null;
  const id = line.slice(0, 40);
  const ref = line.slice(41).split(' ', 1)[0] ?? '';
  if (!/^[0-9a-f]{40}$/.test(id) || line[40] !== ' ')
    throw protocolError(url, `no ref: ${JSON.stringify(line.slice(0, 80))}`);
  return ref.endsWith('^{}') ? null : { id, ref };
}

function checked(url: string, advertisement: Advertisement): Advertisement {
  const format = advertisement.capabilities.get('object-format') ?? 'sha1';
  if (format !== 'sha1') {
    throw new McpError(
      'CONFIG_UNSUPPORTED',
      `${url} stores objects by ${JSON.stringify(format.slice(0, 20))}, not SHA-1`,
      { hint: "Use a repository made with the object format sha1, which is git's default." },
    );
  }
  return advertisement;
}

function toMap(capabilities: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    capabilities.map((text) => {
      const split = text.indexOf('=');
      return split === -1 ? [text, ''] : [text.slice(0, split), text.slice(split + 1)];
    }),
  );
}

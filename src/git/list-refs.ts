import type { ObjectId } from '../model/git.ts';
import { parseRefLine, readAdvertisement } from './advertisement.ts';
import type { Advertisement } from './advertisement.ts';
import { delimiterPacket, flushPacket, packetLine } from './pkt-line.ts';
import { isRefName } from './ref-name.ts';
import { protocolError } from './remote-error.ts';
import { talk } from './transport.ts';
import type { Conversation, Transport } from './transport.ts';

/** upload-pack compares every ref with every prefix; beyond this many, it gets the part that all share. */
const maxPrefixes = 32;

/**
 * The refs whose full name begins with one of the prefixes; `HEAD` where it is asked for. Protocol version 2 asks for
 * just these; a server that answers in version 0 has sent all of them, and they are sifted here.
 */
export async function listRefs(
  transport: Transport,
  prefixes: readonly string[],
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ObjectId>> {
  const lines = await talk(transport, 'git-upload-pack', signal, async (conversation) => {
    const advertisement = await readAdvertisement(conversation.advertisement, transport.url);
    return advertisement.version === 2
      ? await askForRefs(conversation, advertisement, prefixes, transport.agent)
      : advertisement.refLines;
  });
  return sift(lines, prefixes, transport.url);
}

async function askForRefs(
  conversation: Conversation,
  { capabilities }: Advertisement,
  prefixes: readonly string[],
  agent: string,
): Promise<readonly string[]> {
  const asked = prefixes.length > maxPrefixes ? [commonPrefix(prefixes)] : prefixes;
  const answer = await conversation.request([
    packetLine('command=ls-refs\n'),
    ...(capabilities.has('agent') ? [packetLine(`agent=${agent}\n`)] : []),
    ...(capabilities.has('object-format') ? [packetLine('object-format=sha1\n')] : []),
    delimiterPacket,
    ...asked.map((prefix) => packetLine(`ref-prefix ${prefix}\n`)),
    flushPacket,
  ]);
  return await answer.section();
}

function sift(
  lines: readonly string[],
  prefixes: readonly string[],
  url: string,
): ReadonlyMap<string, ObjectId> {
  const exact = new Set(prefixes);
  const refs = new Map<string, ObjectId>();
  for (const line of lines) {
    const found = parseRefLine(line, url);
    if (found === null) continue;
    if (!exact.has(found.ref) && !prefixes.some((prefix) => found.ref.startsWith(prefix))) continue;
    if (!isRefName(found.ref))
      throw protocolError(url, `a ref named ${JSON.stringify(found.ref.slice(0, 80))}`);
    refs.set(found.ref, found.id);
  }
  return refs;
}

function commonPrefix(texts: readonly string[]): string {
  let prefix = texts[0] ?? '';
  for (const text of texts) while (!text.startsWith(prefix)) prefix = prefix.slice(0, -1);
  return prefix;
}

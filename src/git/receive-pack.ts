import { McpError } from '../model/error.ts';
import type { PushRequest, RefResult, RefUpdate } from '../model/git.ts';
import { readAdvertisement } from './advertisement.ts';
import { packChunks } from './pack.ts';
import { PacketReader, flushPacket, packetLine } from './pkt-line.ts';
import { isRefName } from './ref-name.ts';
import { afterRequest, protocolError, serverText } from './remote-error.ts';
import { demultiplex } from './side-band.ts';
import { talk } from './transport.ts';
import type { Transport } from './transport.ts';

const zeroId = '0'.repeat(40);

/** What hooks say is kept up to this many characters. */
const maxMessages = 4096;

/**
 * One receive-pack request (gitprotocol-pack(5)): all commands, then one pack. Every command is a compare-and-swap that
 * the server judges by itself; with `atomic` all of them succeed or none.
 *
 * @returns one result for each update, in their order
 * @throws RemoteError when there was no report; `mayHaveArrived` says whether refs may have moved all the same
 */
export async function receivePack(transport: Transport, request: PushRequest): Promise<readonly RefResult[]> {
  if (request.updates.length === 0) return [];
  request.updates.forEach(checkRefName);
  return await talk(transport, 'git-receive-pack', request.signal, async (conversation) => {
    const { capabilities } = await readAdvertisement(conversation.advertisement, transport.url);
    const wanted = choose(capabilities, request, transport.url, transport.agent);
    const answer = await conversation.request(requestBody(request, wanted));
    try {
      const { lines, messages } = await readReport(answer, wanted.includes('side-band-64k'), transport.url);
      return parseReport(lines, request.updates, transport.url, messages);
    } catch (error) {
      throw afterRequest(error);
    }
  });
}

async function readReport(
  answer: PacketReader,
  inBands: boolean,
  url: string,
): Promise<{ lines: readonly string[]; messages: string }> {
  if (!inBands) return { lines: await answer.section(), messages: '' };
  let messages = '';
  const band = demultiplex(answer, url, (text) => {
    messages = (messages + text).slice(0, maxMessages);
  });
  const lines = await new PacketReader(band, url).section();
  return { lines, messages: serverText(messages) };
}

function checkRefName({ ref }: RefUpdate): void {
  if (!isRefName(ref)) {
    throw new McpError('PLAN_INVALID', `${JSON.stringify(ref)} is no name for a branch`, {
      hint: 'See git-check-ref-format(1) for what delivery.branch may make.',
    });
  }
}

function choose(
  offered: ReadonlyMap<string, string>,
  { updates, atomic = false }: PushRequest,
  url: string,
  agent: string,
): readonly string[] {
  const needed = ['report-status'];
  if (atomic) needed.push('atomic');
  if (updates.some((update) => update.newId === null)) needed.push('delete-refs');
  for (const capability of needed) {
    if (!offered.has(capability)) throw protocolError(url, `the server does not offer ${capability}`);
  }
  const useful = ['side-band-64k', 'quiet'].filter((capability) => offered.has(capability));
  if (offered.has('object-format')) useful.push('object-format=sha1');
  if (offered.has('agent')) useful.push(`agent=${agent}`);
  return [...needed, ...useful];
}

function* requestBody(
  { updates, objects }: PushRequest,
  capabilities: readonly string[],
): Generator<Uint8Array> {
  const lines = updates.map(({ ref, oldId, newId }, index) => {
    const suffix = index === 0 ? `\0${capabilities.join(' ')}` : '';
    return packetLine(`${oldId ?? zeroId} ${newId ?? zeroId} ${ref}${suffix}`);
  });
  yield Buffer.concat([...lines, flushPacket]);
  // A request that only deletes carries no pack at all.
  if (updates.some((update) => update.newId !== null)) yield* packChunks(objects);
}

/** Exported for its own tests: the lines of a `report-status` report. */
export function parseReport(
  lines: readonly string[],
  updates: readonly RefUpdate[],
  url: string,
  messages: string,
): readonly RefResult[] {
  const [unpack = '', ...rest] = lines;
  if (!unpack.startsWith('unpack ')) throw protocolError(url, 'a report that does not begin with "unpack"');
  const unpacked = unpack === 'unpack ok';
  const verdicts = new Map<string, string | null>();
  for (const line of rest) {
    const [, verdict = '', ref = '', reason = ''] = /^(ok|ng) (\S+) ?(.*)$/s.exec(line) ?? [];
    if (verdict === '') throw protocolError(url, `no report line: ${JSON.stringify(line.slice(0, 80))}`);
    verdicts.set(ref, verdict === 'ok' && unpacked ? null : reason);
  }
  return updates.map(({ ref }) => {
    const verdict = verdicts.get(ref);
    if (verdict === null) return { ref, status: 'ok' };
    const texts = [unpacked ? '' : unpack, verdict ?? 'the server said nothing of it', messages];
    return {
      ref,
      status: 'rejected',
      reason: texts
        .map((text) => serverText(text))
        .filter(Boolean)
        .join(': '),
    };
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { blobId } from '../../git/blob-id.ts';
import { signedCommit } from '../../git/signed-commit.ts';
import { messageWithTrailers } from '../../git/trailers.ts';
import { treeOf } from '../../git/tree.ts';
import { McpError } from '../../model/error.ts';
import type { GitRemote, ObjectId, RefTip } from '../../model/git.ts';
import type { FleetHealth } from '../../model/health.ts';
import type { RunContext } from '../../model/ports.ts';
import type { Signer } from '../../model/signer.ts';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import { parseHealth } from './parse-health.ts';

const path = 'health.json';
/** Bytes; ten thousand clusters that are down take a fifth of it. */
const mostBytes = 16 * 1024 * 1024;
const attempts = 6;
/** Milliseconds, doubled each time. */
const firstPause = 100;

/**
 * What the health branch says; null when there is none.
 *
 * @throws McpError LEDGER_INVALID for a branch that mcp did not write, CONFIG_INVALID for another fleet's; REMOTE_*
 */
export async function readHealth(
  remote: GitRemote,
  tip: RefTip | null,
  fleet: string,
  signal: AbortSignal,
): Promise<FleetHealth | null> {
  if (tip === null) return null;
  await remote.fetch([tip], { depth: 1, signal });
  const reader = remote.reader();
  const { tree } = await reader.commit(tip.id);
  const file = (await reader.files(tree)).find((each) => each.path === path);
  const bytes = file === undefined ? new Uint8Array() : await reader.blob(file.id);
  const health = bytes.length > mostBytes ? null : parseHealth(Buffer.from(bytes).toString('utf8'));
  if (health === null) {
    throw new McpError('LEDGER_INVALID', `${path} at ${tip.ref} is no record of the fleet's health`, {
      hint: `Look at who wrote the commit ${tip.id}; without the branch, mcp cluster health begins to count anew.`,
    });
  }
  if (health.fleet === fleet) return health;
  throw new McpError(
    'CONFIG_INVALID',
    `${tip.ref} is the health of the fleet ${health.fleet}, not of ${fleet}`,
    { hint: 'Give each fleet a branch of its own: spec.delivery.healthBranch.' },
  );
}

export interface WriteHealthInput {
  readonly remote: GitRemote;
  readonly branch: string;
  readonly tip: ObjectId | null;
  readonly fleet: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Null: the commit is not signed. */
  readonly signer: Signer | null;
  /** What is to be there instead of what is there, which may be what another run has put there meanwhile. */
  readonly next: (before: FleetHealth) => FleetHealth;
}

/**
 * Puts what follows from the health branch on top of it, by compare-and-swap; nothing when nothing changes.
 *
 * @throws McpError LEDGER_CONTENDED when other runs keep coming first; what `readHealth` throws
 */
export async function writeHealth(
  input: WriteHealthInput,
  context: Pick<RunContext, 'clock' | 'random' | 'signal'>,
): Promise<{ readonly health: FleetHealth; readonly commit: ObjectId | null }> {
  const { remote, branch, fleet } = input;
  const ref = `refs/heads/${branch}`;
  let tip = input.tip;
  for (let attempt = 1; ; attempt += 1) {
    const known = await readHealth(remote, tip === null ? null : { ref, id: tip }, fleet, context.signal);
    const before = known ?? { apiVersion: 'mcp.policy/v1alpha1', kind: 'FleetHealth', fleet, clusters: [] };
    const health = input.next(before);
    if (canonicalJson(health) === canonicalJson(before)) return { health, commit: null };
    const { commit, objects } = await healthCommit(health, tip, input, context.clock.now());
    const [result] = await remote.push({ updates: [{ ref, oldId: tip, newId: commit }], objects });
    if (result?.status === 'ok') return { health, commit };
    const now = (await remote.listRefs([ref], context.signal)).get(ref) ?? null;
    if (now === commit) return { health, commit };
    if (attempt === attempts || now === tip) throw notRecorded(branch, result?.reason ?? '', now === tip);
    tip = now;
    await sleep(firstPause * 2 ** (attempt - 1) * (0.5 + context.random.number()));
  }
}

async function healthCommit(
  health: FleetHealth,
  tip: ObjectId | null,
  { author, signer }: WriteHealthInput,
  time: Date,
) {
  const body = Buffer.from(`${JSON.stringify(JSON.parse(canonicalJson(health)), null, 2)}\n`);
  const blob = { id: blobId(body), type: 'blob', body } as const;
  const tree = treeOf([{ path, id: blob.id }]);
  const unreachable = health.clusters.filter(({ unreachableSince }) => unreachableSince !== null);
  const message = messageWithTrailers('Record which clusters do not answer', [
    ['Mcp-Fleet', health.fleet],
    ['Mcp-Missing', String(health.clusters.length)],
    ['Mcp-Unreachable', String(unreachable.length)],
  ]);
  const parents = tip === null ? [] : [tip];
  const commit = await signedCommit({ tree: tree.id, parents, author, time, message }, signer);
  return { commit: commit.id, objects: [commit, ...tree.objects, blob] };
}

function notRecorded(branch: string, reason: string, isRefused: boolean): McpError {
  if (isRefused)
    return new McpError(
      'REMOTE_PROTOCOL',
      `The server refuses to record the health on ${branch}: ${reason}`,
      { hint: 'Allow the identity of this run to push to the health branch, or use --no-record.' },
    );
  return new McpError('LEDGER_CONTENDED', `Other runs kept getting ahead on ${branch}: nothing is recorded`, {
    hint: 'Let one run of mcp cluster health at a time ask about this fleet.',
  });
}

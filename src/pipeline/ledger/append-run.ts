import { setTimeout as sleep } from 'node:timers/promises';
import { commitObject } from '../../git/commit.ts';
import { McpError } from '../../model/error.ts';
import type { GitObject, GitRemote, ObjectId, RefResult } from '../../model/git.ts';
import type { RunContext } from '../../model/ports.ts';
import { commitMessage } from './commit-message.ts';
import type { SnapshotInput } from './snapshot.ts';
import { snapshotOf } from './snapshot.ts';

export interface AppendInput extends SnapshotInput {
  readonly remote: GitRemote;
  readonly ledgerBranch: string;
  /** The tip of the ledger branch as it was listed; null when there was none. */
  readonly tip: ObjectId | null;
  readonly author: { readonly name: string; readonly email: string };
}

const attempts = 6;
const firstPause = 100;

/**
 * Records a run as one commit on top of the ledger and returns the commit. The push is a compare-and-swap: when
 * another run was recorded meanwhile, this one goes on top of it, since each commit holds its own run alone.
 * Not interruptible: the branches have moved already, and the record of that must not get lost.
 *
 * @throws McpError LEDGER_CONTENDED when other runs keep coming first, LEDGER_INVALID when the branch vanished meanwhile,
 * REMOTE_*
 */
export async function appendRun(
  input: AppendInput,
  context: Pick<RunContext, 'random' | 'logger'>,
): Promise<ObjectId> {
  const { remote, record } = input;
  const ref = `refs/heads/${input.ledgerBranch}`;
  const snapshot = snapshotOf(input);
  const message = commitMessage(record);
  let tip = input.tip;
  for (let attempt = 1; ; attempt += 1) {
    const commit = commitObject({
      tree: snapshot.tree,
      parents: tip === null ? [] : [tip],
      author: input.author,
      time: new Date(record.finishedAt),
      message,
    });
    const objects = [commit, ...(await withoutKnown(snapshot.objects, remote, tip))];
    const failure = await tryPush(remote, ref, tip, commit, objects);
    if (failure === null) return commit.id;

    const now = (await remote.listRefs([ref])).get(ref) ?? null;
    if (now === commit.id) return commit.id;
    if (attempt === attempts) throw now === tip ? refused(failure, input) : contended(input);
    if (now === null && tip !== null) throw vanished(input, tip);
    context.logger.info('the ledger moved or refused, trying again', { attempt, ref, tip: now });
    tip = now;
    await sleep(firstPause * 2 ** (attempt - 1) * (0.5 + context.random.number()));
  }
}

/** What kept the push from succeeding; null when it did. A lost connection may hide a success: the caller lists again. */
async function tryPush(
  remote: GitRemote,
  ref: string,
  tip: ObjectId | null,
  commit: GitObject,
  objects: readonly GitObject[],
): Promise<McpError | Extract<RefResult, { status: 'rejected' }> | null> {
  try {
    const [result] = await remote.push({ updates: [{ ref, oldId: tip, newId: commit.id }], objects });
    if (result === undefined) throw new Error('the push of one ref gave no result');
    return result.status === 'ok' ? null : result;
  } catch (error) {
    if (error instanceof McpError && error.code === 'REMOTE_UNREACHABLE') return error;
    throw error;
  }
}

/**
 * Leaves out what the parent's tree holds. That is safe without asking: the push succeeds only if the server has the
 * parent, and with it everything that the parent reaches.
 */
async function withoutKnown(
  objects: readonly GitObject[],
  remote: GitRemote,
  tip: ObjectId | null,
): Promise<readonly GitObject[]> {
  const reader = remote.reader();
  if (tip === null || !(await reader.has(tip))) return objects;
  const { tree } = await reader.commit(tip);
  const known = new Set((await reader.files(tree)).map((file) => file.id));
  return objects.filter((object) => !known.has(object.id));
}

function contended({ ledgerBranch }: AppendInput): McpError {
  return new McpError(
    'LEDGER_CONTENDED',
    `Other runs kept getting ahead on ${ledgerBranch}: this run is not recorded`,
    { hint: 'The branches are delivered. Run the sync again; let fewer syncs of this fleet run at once.' },
  );
}

function refused(failure: McpError | { readonly reason: string }, { ledgerBranch }: AppendInput): McpError {
  if (failure instanceof McpError) return failure;
  return new McpError(
    'REMOTE_PROTOCOL',
    `The server refuses to record the run on ${ledgerBranch}: ${failure.reason}`,
    {
      hint: 'Allow the identity of this run to push to the ledger branch (branch protection, hooks), without force.',
    },
  );
}

function vanished({ ledgerBranch }: AppendInput, tip: ObjectId): McpError {
  return new McpError(
    'LEDGER_INVALID',
    `The ledger branch ${ledgerBranch} was deleted while this run was under way`,
    { hint: `Its last commit was ${tip}; push that commit to the branch again, then run the sync again.` },
  );
}

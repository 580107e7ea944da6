import { signedCommit } from '../../git/signed-commit.ts';
import { McpError } from '../../model/error.ts';
import type { GitObject, GitRemote, ObjectId } from '../../model/git.ts';
import type { Logger, RunContext } from '../../model/ports.ts';
import { RemoteError } from '../../model/remote-error.ts';
import { retry } from '../../runtime/retry.ts';
import type { TryResult } from '../../runtime/retry.ts';
import { withinTime } from '../../runtime/within-time.ts';
import { commitMessage } from './commit-message.ts';
import type { Snapshot, SnapshotInput } from './snapshot.ts';
import { snapshotOf } from './snapshot.ts';

export interface AppendInput extends SnapshotInput {
  readonly remote: GitRemote;
  readonly ledgerBranch: string;
  /** The tip of the ledger branch as it was listed; null when there was none. */
  readonly tip: ObjectId | null;
  readonly author: { readonly name: string; readonly email: string };
}

/** Milliseconds for all tries together: a queue of parallel runs, or a server that starts anew. */
const patience = 120_000;

/** So often a server may refuse a branch that nobody moved. */
const maxRefusals = 6;

/**
 * Records a run as one commit on top of the ledger and returns the commit. The push is a compare-and-swap: when
 * another run was recorded meanwhile, this one goes on top of it, since each commit holds its own run alone.
 * Not interruptible: the branches have moved already, and the record of that must not get lost.
 *
 * @throws McpError LEDGER_CONTENDED when other runs keep coming first for two minutes, LEDGER_INVALID when the branch
 * vanished meanwhile, REMOTE_*, SIGNING_FAILED
 */
export async function appendRun(
  input: AppendInput,
  { random, timer, logger }: Pick<RunContext, 'random' | 'logger' | 'timer'>,
): Promise<ObjectId> {
  const append = await Append.start(input, logger);
  const interruption = new AbortController().signal;
  const deadline = timer.elapsed() + patience;
  const policy = { tries: Infinity, firstPause: 200, maxPause: 5000, deadline };
  const end = await withinTime({ deadline, interruption, grace: 0 }, timer, (signal) =>
    retry(() => append.attempt(signal), policy, { random, timer, signal: interruption }),
  );
  if (end !== 'done') throw append.failure ?? contended(input);
  return append.commit.id;
}

/** A record on its way to the ledger. */
class Append {
  /** What kept the last try from succeeding; null when it was another run. */
  failure: McpError | null = null;
  commit: GitObject;
  readonly #input: AppendInput;
  readonly #ref: string;
  readonly #logger: Logger;
  readonly #snapshot: Snapshot;
  #tip: ObjectId | null;
  #isSent = false;
  /** Another run came first at least once. */
  #isContended = false;
  #refusal = '';
  #refusals = 0;

  private constructor(input: AppendInput, snapshot: Snapshot, commit: GitObject, logger: Logger) {
    this.#input = input;
    this.#ref = `refs/heads/${input.ledgerBranch}`;
    this.#logger = logger;
    this.#snapshot = snapshot;
    this.#tip = input.tip;
    this.commit = commit;
  }

  static async start(input: AppendInput, logger: Logger): Promise<Append> {
    const snapshot = snapshotOf(input);
    return new Append(input, snapshot, await commitOn(input.tip, snapshot.tree, input), logger);
  }

  /** Pushes; before that, looks at what became of an earlier push. */
  async attempt(signal: AbortSignal): Promise<TryResult> {
    this.failure = null;
    try {
      if (this.#isSent && (await this.#hasArrived(signal))) return 'done';
      return (await this.#push(signal)) ? 'done' : { notBefore: null };
    } catch (error) {
      if (signal.aborted && signal.reason instanceof McpError)
        this.failure = this.#isContended ? null : signal.reason;
      else if (error instanceof RemoteError && (error.transient || error.mayHaveArrived))
        this.failure = error;
      else throw error;
      return { notBefore: error instanceof RemoteError ? error.retryAfterMs : null };
    }
  }

  async #push(signal: AbortSignal): Promise<boolean> {
    const { remote } = this.#input;
    const objects = [this.commit, ...(await withoutKnown(this.#snapshot.objects, remote, this.#tip))];
    this.#isSent = true;
    const [result] = await remote.push({
      updates: [{ ref: this.#ref, oldId: this.#tip, newId: this.commit.id }],
      objects,
      signal,
    });
    if (result?.status === 'ok') return true;
    this.#refusal = result?.reason ?? 'no reason given';
    return false;
  }

  /** Whether the branch stands at the commit; otherwise the next push goes on top of what is there. */
  async #hasArrived(signal: AbortSignal): Promise<boolean> {
    const now = (await this.#input.remote.listRefs([this.#ref], signal)).get(this.#ref) ?? null;
    if (now === this.commit.id) return true;
    if (now === null && this.#tip !== null) throw vanished(this.#input, this.#tip);
    if (now === this.#tip) {
      if (this.#refusal !== '') this.#refusals += 1;
      if (this.#refusals >= maxRefusals) throw refused(this.#refusal, this.#input);
    } else {
      this.#logger.info('another run was recorded meanwhile, trying again', { ref: this.#ref, tip: now });
      this.#isContended = true;
      this.commit = await commitOn(now, this.#snapshot.tree, this.#input);
      this.#tip = now;
    }
    this.#refusal = '';
    return false;
  }
}

function commitOn(
  tip: ObjectId | null,
  tree: ObjectId,
  { author, record, signer }: AppendInput,
): Promise<GitObject> {
  const parents = tip === null ? [] : [tip];
  const time = new Date(record.finishedAt);
  // Not interruptible: see appendRun.
  return signedCommit({ tree, parents, author, time, message: commitMessage(record) }, signer);
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

function refused(reason: string, { ledgerBranch }: AppendInput): McpError {
  return new McpError(
    'REMOTE_PROTOCOL',
    `The server refuses to record the run on ${ledgerBranch}: ${reason}`,
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

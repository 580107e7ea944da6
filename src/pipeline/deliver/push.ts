import { McpError } from '../../model/error.ts';
import type { GitObject, ObjectId, RefResult } from '../../model/git.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { RunContext } from '../../model/ports.ts';
import { RemoteError } from '../../model/remote-error.ts';
import type { TryResult } from '../../runtime/retry.ts';
import { doneKind, settle } from './delivery.ts';
import type { Delivery, DeliveryRun } from './delivery.ts';
import { examine } from './examine.ts';
import type { PlannedObjects } from './planned-objects.ts';

/** The state of a delivery over its rounds: what is settled, and what is still on its way. */
export class Push {
  readonly #run: DeliveryRun;
  readonly #objects: PlannedObjects;
  readonly #context: RunContext;
  readonly #settled = new Map<string, Outcome>();
  #pending: readonly Delivery[];
  /** Something was sent since the branches were looked at: nothing more is sent on top of a state that is not known. */
  #mustLook = false;
  /** The remote reported at least once: it is there, and lets us in. */
  #answered = false;
  /** What ended the last round early; null when it came to its end. */
  #failure: McpError | null = null;

  constructor(
    run: DeliveryRun,
    deliveries: readonly Delivery[],
    objects: PlannedObjects,
    context: RunContext,
  ) {
    this.#run = run;
    this.#pending = deliveries;
    this.#objects = objects;
    this.#context = context;
  }

  /** Whether something is left whose state on the branch is not known. */
  get isOpen(): boolean {
    return this.#mustLook && this.#pending.length > 0;
  }

  /** Looks again at what an earlier round left open, then pushes the rest. */
  async round(signal: AbortSignal): Promise<TryResult> {
    this.#failure = null;
    try {
      if (this.isOpen) await this.#lookAgain(signal);
      if (this.#context.signal.aborted) throw new McpError('INTERRUPTED', 'interrupted');
      if (this.#pending.length > 0) await this.#push(signal);
    } catch (error) {
      this.#failure = expected(error, signal);
    }
    if (this.#pending.length === 0 || isFinal(this.#failure)) return 'done';
    return { notBefore: this.#failure instanceof RemoteError ? this.#failure.retryAfterMs : null };
  }

  /** A push without an answer may have arrived all the same. */
  async lastLook(signal: AbortSignal): Promise<void> {
    try {
      await this.#lookAgain(signal);
    } catch (error) {
      this.#failure ??= expected(error, signal);
    }
  }

  /** Outcomes by cluster; what is still on its way has failed. */
  finish(): ReadonlyMap<string, Outcome> {
    const failure = this.#failure;
    const isInterrupted = this.#context.signal.aborted;
    if (failure !== null && !isInterrupted && !this.#answered && this.#settled.size === 0) throw failure;
    for (const delivery of this.#pending) {
      const message = isInterrupted ? 'interrupted' : (failure?.message ?? delivery.refusal);
      this.#settle(settle(delivery, 'failed', { tip: delivery.parent, tree: null, message }));
    }
    this.#pending = [];
    return this.#settled;
  }

  async #push(signal: AbortSignal): Promise<void> {
    this.#pending = this.#pending.map((delivery) => ({ ...delivery, attempts: delivery.attempts + 1 }));
    this.#mustLook = true;
    const results = await this.#send(signal);
    this.#answered = true;
    this.#pending = this.#pending.flatMap((delivery, index) => {
      const result = results[index];
      if (result?.status === 'ok') {
        this.#settle(settle(delivery, doneKind(delivery)));
        return [];
      }
      return [
        { ...delivery, refusal: `the server refused the branch: ${result?.reason ?? 'no reason given'}` },
      ];
    });
  }

  async #send(signal: AbortSignal): Promise<readonly RefResult[]> {
    try {
      return await this.#run.remote.push({
        updates: this.#pending.map(({ ref, parent, commit }) => ({ ref, oldId: parent, newId: commit.id })),
        objects: this.#packed(),
        signal,
      });
    } catch (error) {
      if (error instanceof RemoteError && !error.mayHaveArrived) this.#mustLook = false;
      throw error;
    }
  }

  /** Objects shared by branches once, in an order that depends on nothing but the plan. */
  #packed(): readonly GitObject[] {
    const objects = new Map<ObjectId, GitObject>();
    for (const { tree, commit } of this.#pending) {
      if (!objects.has(tree))
        for (const object of this.#objects.get(tree) ?? []) objects.set(object.id, object);
      objects.set(commit.id, commit);
    }
    return [...objects.values()];
  }

  async #lookAgain(signal: AbortSignal): Promise<void> {
    const { settled, open } = await examine(this.#pending, this.#run, signal);
    settled.forEach((outcome) => {
      this.#settle(outcome);
    });
    this.#pending = open;
    this.#mustLook = false;
    if (open.length > 0)
      this.#context.logger.debug('branches are looked at again', { branches: open.length });
  }

  #settle(outcome: Outcome): void {
    this.#settled.set(outcome.cluster, outcome);
  }
}

/** Failures of the remote and of the signer, and the end of the time, end a round; anything else is for the caller. */
function expected(error: unknown, signal: AbortSignal): McpError {
  if (signal.aborted && signal.reason instanceof McpError) return signal.reason;
  if (error instanceof RemoteError) return error;
  if (error instanceof McpError && (error.code === 'INTERRUPTED' || error.code === 'SIGNING_FAILED'))
    return error;
  throw error;
}

/** Whether trying again is of no use. */
function isFinal(failure: McpError | null): boolean {
  if (failure === null) return false;
  return !(failure instanceof RemoteError) || !(failure.transient || failure.mayHaveArrived);
}

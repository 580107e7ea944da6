import { McpError } from '../../model/error.ts';
import type { GitObject, ObjectId } from '../../model/git.ts';
import type { Outcome } from '../../model/outcome.ts';
import type { RunContext } from '../../model/ports.ts';
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
  #pushed = false;
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

  /**
   * Looks again at what an earlier round left open, then pushes the rest: nothing is sent on top of a state that was not
   * looked at. Says whether all is done, or trying again is of no use.
   */
  async round(): Promise<boolean> {
    this.#failure = null;
    try {
      this.#context.signal.throwIfAborted();
      if (this.#pushed) await this.#lookAgain();
      if (this.#pending.length > 0) await this.#push();
    } catch (error) {
      this.#failure = expected(error, this.#context.signal);
    }
    return this.#pending.length === 0 || !this.#mayHelpToRepeat();
  }

  /** A push without an answer may have arrived all the same. */
  async lastLook(): Promise<void> {
    if (this.#pending.length === 0 || !this.#pushed || !this.#mayHelpToRepeat()) return;
    try {
      await this.#lookAgain();
    } catch (error) {
      this.#failure ??= expected(error, this.#context.signal);
    }
  }

  /** Outcomes by cluster; what is still on its way has failed. */
  finish(): ReadonlyMap<string, Outcome> {
    const failure = this.#failure;
    if (failure !== null && failure.code !== 'INTERRUPTED' && !this.#answered && this.#settled.size === 0)
      throw failure;
    for (const delivery of this.#pending) {
      const message =
        failure === null
          ? delivery.refusal
          : failure.code === 'INTERRUPTED'
            ? 'interrupted'
            : failure.message;
      this.#settle(settle(delivery, 'failed', { tip: delivery.parent, tree: null, message }));
    }
    this.#pending = [];
    return this.#settled;
  }

  async #push(): Promise<void> {
    this.#pending = this.#pending.map((delivery) => ({ ...delivery, attempts: delivery.attempts + 1 }));
    this.#pushed = true;
    const results = await this.#run.remote.push({
      updates: this.#pending.map(({ ref, parent, commit }) => ({ ref, oldId: parent, newId: commit.id })),
      objects: this.#packed(),
      signal: this.#context.signal,
    });
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

  async #lookAgain(): Promise<void> {
    const { settled, open } = await examine(this.#pending, this.#run, this.#context.signal);
    settled.forEach((outcome) => {
      this.#settle(outcome);
    });
    this.#pending = open;
    if (open.length > 0) this.#context.logger.debug('branches are tried again', { branches: open.length });
  }

  #mayHelpToRepeat(): boolean {
    return this.#failure?.code !== 'INTERRUPTED' && this.#failure?.code !== 'REMOTE_AUTH';
  }

  #settle(outcome: Outcome): void {
    this.#settled.set(outcome.cluster, outcome);
  }
}

/** Only failures of the remote, and the end of the run, end a round; anything else is for the caller. */
function expected(error: unknown, signal: AbortSignal): McpError {
  if (signal.aborted) return new McpError('INTERRUPTED', 'interrupted', { cause: error });
  if (error instanceof McpError && error.code.startsWith('REMOTE_')) return error;
  throw error;
}

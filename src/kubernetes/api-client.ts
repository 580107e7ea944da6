import type { Agent } from 'node:http';
import { McpError } from '../model/error.ts';
import { isJsonObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { RunContext } from '../model/ports.ts';
import { retry } from '../runtime/retry.ts';
import type { Connection, Credential } from './connection.ts';
import { mayChange, readCredential } from './credential.ts';
import { AnswerTooLarge, httpsGet, makeAgent } from './https-get.ts';
import type { Answer, AnswerLimits } from './https-get.ts';
import { notUnderstood, refusal, unreachable } from './hub-error.ts';
import type { Asked } from './hub-error.ts';

export interface ApiClientOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly context: Pick<RunContext, 'random' | 'timer' | 'signal'>;
  readonly limits: AnswerLimits;
  /** Milliseconds that a credential plugin may take. */
  readonly pluginTimeout: number;
}

/** Reads an API server: with the credential of its connection, and again where that may help. Close it afterwards. */
export class ApiClient {
  readonly name: string;
  readonly #connection: Connection;
  readonly #options: ApiClientOptions;
  /** Whether a refused credential may be read again: once in a run, or a plugin would be asked without end. */
  #mayRenew: boolean;
  #session: Promise<{ readonly credential: Credential; readonly agent: Agent }> | undefined;

  constructor(connection: Connection, options: ApiClientOptions) {
    this.name = connection.name;
    this.#connection = connection;
    this.#mayRenew = mayChange(connection);
    this.#options = options;
  }

  /**
   * The object at a path; null when `gone` and the server says 410. 429, 5xx and broken connections are tried again after
   * pauses of random length, or as long as the server says; a refused credential that may have changed is read again, once.
   *
   * @throws McpError HUB_AUTH, HUB_UNREACHABLE, INVENTORY_FAILED, INTERRUPTED
   */
  async get(path: string, asked: Asked): Promise<JsonObject>;
  async get(path: string, asked: Asked, gone: 'null'): Promise<JsonObject | null>;
  async get(path: string, asked: Asked, gone?: 'null'): Promise<JsonObject | null> {
    const { context } = this.#options;
    let body: JsonObject | null = null;
    let failure: McpError | undefined;
    const end = await retry(
      async () => {
        const answer = await this.#ask(path);
        if (answer instanceof McpError) {
          failure = answer;
          return { notBefore: null };
        }
        if (answer.status === 200) body = this.#parse(answer);
        else if (answer.status !== 410 || gone === undefined) {
          failure = refusal(this.name, answer, asked);
          if (failure.code !== 'HUB_UNREACHABLE') throw failure;
          return { notBefore: pauseAsked(answer) };
        }
        return 'done';
      },
      { tries: 5, firstPause: 500, maxPause: 4000, deadline: Infinity },
      context,
    );
    if (end === 'done') return body;
    throw end === 'interrupted' || failure === undefined ? context.signal.reason : failure;
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    const opened = await session?.catch(() => undefined);
    opened?.agent.destroy();
  }

  /** An answer, after a refused credential that may have changed is read again; or why there is none. */
  async #ask(path: string): Promise<Answer | McpError> {
    const answer = await this.#send(path);
    if (answer instanceof McpError || answer.status !== 401 || !this.#mayRenew) return answer;
    this.#mayRenew = false;
    await this.close();
    return this.#send(path);
  }

  async #send(path: string): Promise<Answer | McpError> {
    const { limits, context } = this.#options;
    const { credential, agent } = await (this.#session ??= this.#open());
    const { signal } = context;
    try {
      return await httpsGet(this.#connection.server + path, credential.headers, { agent, limits, signal });
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (error instanceof AnswerTooLarge)
        throw notUnderstood(this.name, `it is longer than ${Math.round(limits.size / 2 ** 20)} MB`);
      const { message, code = '' } = error as NodeJS.ErrnoException;
      return unreachable(this.name, message === '' ? code : message, error);
    }
  }

  async #open(): Promise<{ readonly credential: Credential; readonly agent: Agent }> {
    const { environment, pluginTimeout: timeout, context } = this.#options;
    const plugin = { environment, timeout, signal: context.signal };
    const credential = await readCredential(this.#connection, plugin);
    return { credential, agent: makeAgent(this.#connection, credential, environment) };
  }

  #parse({ body }: Answer): JsonObject {
    let value: Json;
    try {
      value = JSON.parse(body) as Json;
    } catch {
      throw notUnderstood(this.name, 'it is no JSON');
    }
    if (isJsonObject(value)) return value;
    throw notUnderstood(this.name, 'it is no JSON object');
  }
}

/** Milliseconds; a server that wants a longer pause is not waited for as long as it says. */
function pauseAsked({ retryAfter }: Answer): number | null {
  return /^\d+$/.test(retryAfter) ? Math.min(Number(retryAfter) * 1000, 30_000) : null;
}

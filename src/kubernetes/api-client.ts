import type { Agent } from 'node:http';
import { McpError } from '../model/error.ts';
import { isJsonObject } from '../model/json.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { RunContext } from '../model/ports.ts';
import type { Connection, Credential } from './connection.ts';
import { mayChange, readCredential } from './credential.ts';
import { AnswerTooLarge, httpsGet, makeAgent } from './https-get.ts';
import type { Answer, AnswerLimits } from './https-get.ts';
import { notUnderstood, refusal, unreachable } from './hub-error.ts';
import type { Asked } from './hub-error.ts';

export interface ApiClientOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly context: Pick<RunContext, 'random' | 'signal'>;
  readonly limits: AnswerLimits;
  /** Milliseconds that a credential plugin may take. */
  readonly pluginTimeout: number;
}

/** Requests in all: the first, and four after a pause. */
const maxTries = 5;

const firstPause = 250;

/** Milliseconds: a server that wants a longer pause is not waited for as long as it says. */
const longestPause = 30_000;

/** Reads an API server: with the credential of its connection, and again where that may help. Close it afterwards. */
export class ApiClient {
  readonly name: string;
  readonly #connection: Connection;
  readonly #options: ApiClientOptions;
  #session: Promise<{ readonly credential: Credential; readonly agent: Agent }> | undefined;

  constructor(connection: Connection, options: ApiClientOptions) {
    this.name = connection.name;
    this.#connection = connection;
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
    let fresh = !mayChange(this.#connection);
    for (let tried = 1; ;) {
      const answer = await this.#try(path);
      if (answer instanceof McpError) {
        if (tried === maxTries) throw answer;
        await this.#pause(tried, '');
        tried += 1;
      } else if (answer.status === 200) {
        return this.#parse(answer);
      } else if (answer.status === 410 && gone !== undefined) {
        return null;
      } else if (answer.status === 401 && !fresh) {
        fresh = true;
        await this.close();
      } else if ((answer.status === 429 || answer.status >= 500) && tried < maxTries) {
        await this.#pause(tried, answer.retryAfter);
        tried += 1;
      } else {
        throw refusal(this.name, answer, asked);
      }
    }
  }

  async close(): Promise<void> {
    const session = this.#session;
    this.#session = undefined;
    const opened = await session?.catch(() => undefined);
    opened?.agent.destroy();
  }

  async #try(path: string): Promise<Answer | McpError> {
    const { limits, context } = this.#options;
    const { credential, agent } = await (this.#session ??= this.#open());
    const { signal } = context;
    try {
      return await httpsGet(this.#connection.server + path, credential.headers, { agent, limits, signal });
    } catch (error) {
      if (error instanceof McpError) throw error;
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

  async #pause(tried: number, retryAfter: string): Promise<void> {
    const { random, signal } = this.#options.context;
    const wanted = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : 0;
    const jitter = random.number() * firstPause * 2 ** tried;
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const timer = setTimeout(resolve, Math.min(wanted + jitter, longestPause), undefined);
    const onAbort = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    signal.addEventListener('abort', onAbort, { once: true });
    try {
      if (signal.aborted) onAbort();
      await promise;
    } finally {
      signal.removeEventListener('abort', onAbort);
    }
  }
}

import { MessageChannel, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Json } from '../model/json.ts';
import type { InputFormat } from './input-format.ts';

export interface ConfigText {
  readonly path: string;
  readonly text: string;
  readonly format: InputFormat | null;
}

export type ParsedConfig = { readonly value: Json } | { readonly reason: string };

/** How long one text may take, in milliseconds. */
const longestWait = 10_000;

/**
 * What `parseConfig` makes of a text, for callers that cannot await it, as builtins of Rego: a worker parses while this
 * thread waits. The worker starts with the first text and does not keep the process alive. Throws what is wrong.
 */
export function parseWaiting(config: ConfigText): Json {
  const { port, signal } = (shared ??= startWorker());
  Atomics.store(signal, 0, 0);
  port.postMessage(config);
  Atomics.wait(signal, 0, 0, longestWait);
  const parsed = (receiveMessageOnPort(port) as { readonly message: ParsedConfig } | undefined)?.message;
  if (parsed === undefined) {
    // Its answer would be taken for that to the next text.
    shared = undefined;
    throw new Error(`parsing it took more than ${longestWait / 1_000} s`);
  }
  if ('reason' in parsed) throw new Error(parsed.reason);
  return parsed.value;
}

let shared: ReturnType<typeof startWorker> | undefined;

function startWorker() {
  const { port1: port, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  const worker = new Worker(new URL(`parse-worker.${extension}`, import.meta.url), {
    workerData: { port: port2, signal },
    transferList: [port2],
  });
  worker.unref();
  return { port, signal };
}

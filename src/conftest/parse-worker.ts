import { workerData } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { parseConfig } from './parse-input.ts';
import type { ConfigText, ParsedConfig } from './parse-waiting.ts';

const { port, signal } = workerData as { readonly port: MessagePort; readonly signal: Int32Array };

port.on('message', (config: ConfigText) => {
  void parse(config).then((parsed) => {
    port.postMessage(parsed);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  });
});

async function parse({ path, text, format }: ConfigText): Promise<ParsedConfig> {
  try {
    return { value: await parseConfig(path, text, format) };
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

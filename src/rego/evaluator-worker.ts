import { parentPort, workerData } from 'node:worker_threads';
import { Evaluator } from './evaluator.ts';
import type { CompleteCall } from './evaluator.ts';
import type { Surroundings } from './surroundings.ts';

/** What a worker of `EvaluatorPool` is made from. */
export interface EvaluatorWorkerData {
  readonly module: WebAssembly.Module;
  readonly surroundings: Surroundings;
  readonly timeLimit: number;
}

const { module, surroundings, timeLimit } = workerData as EvaluatorWorkerData;
const evaluator = new Evaluator(module, surroundings, timeLimit);
parentPort?.on('message', (calls: readonly CompleteCall[]) => {
  parentPort?.postMessage(evaluator.evaluate(calls));
});

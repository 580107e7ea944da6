import { createContext, Script } from 'node:vm';

const context = createContext({ work: undefined as unknown });
const script = new Script('work()');

/**
 * Runs `work` on this thread and ends it after some milliseconds, even in the middle of Wasm: V8 looks whether it shall
 * end in every call and every loop. False when it was ended; no `catch` and no `finally` inside has run then. Costs a
 * thread for the watch (0.1 ms): put many small pieces into one call.
 */
export function runWithin(milliseconds: number, work: () => void): boolean {
  context['work'] = work;
  try {
    script.runInContext(context, { timeout: milliseconds });
    return true;
  } catch (error) {
    // An Error of the context's own realm, so not an instance of ours.
    if ((error as { readonly code?: unknown } | null)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return false;
    throw error;
  } finally {
    context['work'] = undefined;
  }
}

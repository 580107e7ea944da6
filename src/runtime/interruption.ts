import { McpError } from '../model/error.ts';

/**
 * A signal that aborts at the first SIGINT or SIGTERM, so that stages can finish what is in flight; a second one ends
 * the process at once. `dispose` takes the handlers away again.
 */
export function interruption(): { readonly signal: AbortSignal; dispose(): void } {
  const controller = new AbortController();
  const onSignal = (name: NodeJS.Signals): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(
      new McpError('INTERRUPTED', `interrupted by ${name}`, {
        hint: 'What was delivered stays whole; run the same command again to complete it.',
      }),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return {
    signal: controller.signal,
    dispose() {
      process.off('SIGINT', onSignal);
      process.off('SIGTERM', onSignal);
    },
  };
}

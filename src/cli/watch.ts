import { watch } from 'node:fs';
import { stat } from 'node:fs/promises';

/** Files that editors write beside the one that is edited. */
const passing = /(?:^|\/)(?:\.|#|4913$)|~$|\.sw[a-z]$/u;

/**
 * Calls `work` once, and again whenever something below the paths has changed and then been quiet for a moment; a change
 * during `work` is taken up after it. Ends when the signal aborts.
 */
export async function watchPaths(
  paths: readonly string[],
  work: () => Promise<void>,
  signal: AbortSignal,
  quiet = 100,
): Promise<void> {
  let wake: (() => void) | undefined;
  let changed = false;
  const isChanged = (): boolean => changed;
  let timer: NodeJS.Timeout | undefined;
  const onChange = (_event: string, name: string | null): void => {
    if (name !== null && passing.test(name)) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      changed = true;
      wake?.();
    }, quiet);
  };
  const watchers = await Promise.all(
    paths.map(async (path) => watch(path, { recursive: (await stat(path)).isDirectory(), signal }, onChange)),
  );
  for (const watcher of watchers) watcher.on('error', () => undefined);
  signal.addEventListener('abort', () => wake?.(), { once: true });
  while (!signal.aborted) {
    changed = false;
    await work();
    await new Promise<void>((resolve) => {
      wake = resolve;
      if (isChanged() || signal.aborted) resolve();
    });
  }
  clearTimeout(timer);
}

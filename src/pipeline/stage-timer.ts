import type { RunContext } from '../model/ports.ts';

/** Tells of a stage when it is done, with the milliseconds it took (monotonic: only for people, never recorded). */
export function stageTimer(
  context: Pick<RunContext, 'logger'>,
  stage: string,
): { done(summary: string): void } {
  const start = performance.now();
  return {
    done(summary) {
      context.logger.info(summary, { stage, ms: performance.now() - start });
    },
  };
}

/** `1 cluster`, `2 clusters`: for the lines that a stage tells of itself. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

import type { RunContext } from '../../model/ports.ts';

/** Pushes in all: the first, and four after a pause. */
const maxTries = 5;

const firstPause = 250;

/**
 * Plays rounds until one says that nothing is left to do, at most five, with pauses of random length (up to 250 ms, then
 * twice as much each time) so that jobs that collided do not collide again. An abort ends it after the current round.
 */
export async function persist(
  round: () => Promise<boolean>,
  { random, signal }: Pick<RunContext, 'random' | 'signal'>,
): Promise<void> {
  if (await round()) return;
  // Loaded when something went wrong, and not before: it costs a tenth of a sync without changes.
  const { DelegateBackoff, handleWhenResult, retry } = await import('cockatiel');
  const pause = (attempt: number) => random.number() * firstPause * 2 ** attempt;
  const policy = retry(
    handleWhenResult((done) => done === false),
    { maxAttempts: maxTries - 2, backoff: new DelegateBackoff(({ attempt }) => pause(attempt)) },
  );
  await new Promise((resolve) => setTimeout(resolve, pause(0)));
  await policy.execute(round, signal);
}

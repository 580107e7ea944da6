import type { DeadLetter } from '../model/ledger.ts';
import { visible } from '../runtime/visible.ts';
import type { Style } from './style.ts';

/** Which deliveries failed, one line each. */
export function deadLetterLines(letters: readonly DeadLetter[], style: Style): readonly string[] {
  if (letters.length === 0) return [`${style('bold', 'Nothing to retry:')} no delivery has failed.`];
  return letters.map(({ cluster, reason, attempts, first }) => {
    const pushes = attempts === 1 ? '1 push' : `${attempts} pushes`;
    const since = first === null ? '' : ` since ${first}`;
    return `${style('red', 'x failed')}     ${visible(`${cluster}: ${reason}`)} (${pushes}${since})`;
  });
}

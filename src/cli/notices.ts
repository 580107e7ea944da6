import { nameList } from './name-list.ts';
import type { Style } from './style.ts';

/** What somebody should look at although it stops nothing. */
export function noticeLines(unusedExceptions: readonly string[], style: Style): readonly string[] {
  if (unusedExceptions.length === 0) return [];
  const what = unusedExceptions.length === 1 ? 'an exception excepts' : 'exceptions except';
  return [`${style('yellow', 'notice:')} ${what} nothing: ${nameList(unusedExceptions)}`];
}

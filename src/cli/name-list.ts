import { visible } from '../runtime/visible.ts';

/** Names in one line: all of them when they are few, else the first ones and how many more there are. */
export function nameList(names: readonly string[], most = 6): string {
  if (names.length <= most) return visible(names.join(', '));
  return `${visible(names.slice(0, most).join(', '))} and ${names.length - most} more`;
}

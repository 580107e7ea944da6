import type { FileChange } from '../model/git.ts';
import type { Style } from './style.ts';

/** How what happens to a file is marked, on a terminal in which colour. */
export const fileSigns: Readonly<Record<FileChange['change'], readonly [string, Parameters<Style>[0]]>> = {
  added: ['+', 'green'],
  changed: ['~', 'yellow'],
  removed: ['-', 'red'],
};

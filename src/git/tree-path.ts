import { McpError } from '../model/error.ts';

const maxPathLength = 4096;

/** Code points that HFS+ ignores in names, so that `.g\u200cit` is `.git` there (git's utf8.c, `next_hfs_char`). */
const ignoredByHfs = /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]/g;

/**
 * The parts of a path that is to stand in a delivered tree. Paths that are harmless here but not on the
 * machine that checks them out are refused, as `git fsck --strict` would.
 *
 * @throws McpError PLAN_INVALID
 */
export function treePathParts(path: string): readonly string[] {
  const parts = path.split('/');
  const reason = reasonAgainst(path, parts);
  if (reason !== null) {
    throw new McpError(
      'PLAN_INVALID',
      `The path ${JSON.stringify(path)} cannot stand on a branch: ${reason}`,
      { hint: 'Name the object or the template file otherwise.' },
    );
  }
  return parts;
}

function reasonAgainst(path: string, parts: readonly string[]): string | null {
  if (path.length > maxPathLength) return `it is longer than ${maxPathLength} characters`;
  if (/\p{Cc}/u.test(path)) return 'it contains a control character';
  if (path.includes('\\')) return 'it contains a backslash, which parts folders on Windows';
  if (!path.isWellFormed()) return 'it is not valid Unicode';
  for (const part of parts) {
    if (part === '') return 'a part of it is empty';
    if (part === '.' || part === '..') return `it contains "${part}"`;
    if (isGitName(part)) return `"${part}" means something to git`;
  }
  return null;
}

/** `.git` in every spelling that HFS+ or NTFS reads as such, and `.gitmodules`, with which a clone fetches from elsewhere. */
function isGitName(part: string): boolean {
  const spelling = part
    .replace(ignoredByHfs, '')
    .replace(/:.*$/, '')
    .replace(/[ .]+$/, '')
    .toLowerCase();
  return ['.git', 'git~1', '.gitmodules', 'gitmod~1'].includes(spelling);
}

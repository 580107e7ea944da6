import type { ObjectId } from '../model/git.ts';

export interface TreeEntry {
  /** A symbolic link is a blob that holds its target; a submodule is neither file nor folder here. */
  readonly kind: 'tree' | 'blob' | 'submodule';
  readonly name: string;
  readonly id: ObjectId;
}

/** Reads a tree object; null when the bytes are not one, or when a name would leave its folder. */
export function parseTree(body: Buffer): readonly TreeEntry[] | null {
  const entries: TreeEntry[] = [];
  for (let start = 0; start < body.length;) {
    const space = body.indexOf(32, start);
    const end = body.indexOf(0, start);
    if (space === -1 || end === -1 || space > end || end + 21 > body.length) return null;
    const mode = body.toString('latin1', start, space);
    const name = body.toString('utf8', space + 1, end);
    if (name === '' || name === '.' || name === '..' || name.includes('/') || name.toLowerCase() === '.git')
      return null;
    const kind = /^0?40000$/.test(mode) ? 'tree' : mode === '160000' ? 'submodule' : 'blob';
    entries.push({ kind, name, id: body.toString('hex', end + 1, end + 21) });
    start = end + 21;
  }
  return entries;
}

import { McpError } from '../model/error.ts';
import type { CommitIdentity, CommitInfo, GitObject, ObjectId } from '../model/git.ts';
import { gitObject, isObjectId } from './object.ts';

export interface NewCommit {
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  /** Author and committer alike. */
  readonly author: { readonly name: string; readonly email: string };
  /** Written in whole seconds, UTC. */
  readonly time: Date;
  readonly message: string;
}

/**
 * The commit object; equal input gives an equal id.
 *
 * @param signature ASCII armour over the commit without it (gitformat-signature(5)); empty: not signed
 * @throws McpError PLAN_INVALID when name or e-mail address could not be read back
 */
export function commitObject(commit: NewCommit, signature = ''): GitObject {
  const identity = `${identityPart(commit.author.name)} <${identityPart(commit.author.email)}>`;
  const time = `${Math.floor(commit.time.getTime() / 1000)} +0000`;
  const lines = [
    `tree ${commit.tree}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${identity} ${time}`,
    `committer ${identity} ${time}`,
    ...(signature === '' ? [] : [`gpgsig ${signature.trimEnd().replaceAll('\n', '\n ')}`]),
    '',
    commit.message.replaceAll('\0', ''),
  ];
  return gitObject('commit', Buffer.from(lines.join('\n')));
}

function identityPart(text: string): string {
  if (text.trim() === '' || /[<>\p{Cc}]/u.test(text)) {
    throw new McpError('PLAN_INVALID', `${JSON.stringify(text)} cannot be part of a commit's author`, {
      hint: 'Give a name and an e-mail address without angle brackets and control characters in delivery.author.',
    });
  }
  return text.trim();
}

/** Reads a commit object; null when the bytes are not one. Headers that mcp does not use are skipped. */
export function parseCommit(id: ObjectId, body: Uint8Array): CommitInfo | null {
  const text = Buffer.from(body.buffer, body.byteOffset, body.length).toString();
  const split = text.indexOf('\n\n');
  const head = split === -1 ? text : text.slice(0, split);
  const headers = head.split('\n').map((line) => line.split(/ (.*)/s, 2));
  const valuesOf = (name: string) => headers.filter(([key]) => key === name).map(([, value = '']) => value);
  const [tree = ''] = valuesOf('tree');
  const author = parseIdentity(valuesOf('author')[0] ?? '');
  if (!isObjectId(tree) || author === null) return null;
  return {
    id,
    tree,
    parents: valuesOf('parent').filter(isObjectId),
    author,
    committer: parseIdentity(valuesOf('committer')[0] ?? '') ?? author,
    message: split === -1 ? '' : text.slice(split + 2),
  };
}

function parseIdentity(text: string): CommitIdentity | null {
  const found = /^(.*?) ?<(.*?)> (-?\d+)/s.exec(text);
  if (found === null) return null;
  const [, name = '', email = '', time = ''] = found;
  return { name, email, time: Number(time) };
}

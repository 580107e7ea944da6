import { createHash } from 'node:crypto';
import type { GitObject, GitObjectType, ObjectId } from '../model/git.ts';

/** The id of an object that is not kept: SHA-1 over `<type> <size>\0<body>` (gitformat-loose(5)). */
export function objectId(type: GitObjectType, body: Uint8Array): ObjectId {
  return createHash('sha1').update(`${type} ${body.length}\0`).update(body).digest('hex');
}

/** An object in memory, addressed by its content. */
export function gitObject(type: GitObjectType, body: Uint8Array): GitObject {
  return { id: objectId(type, body), type, body };
}

/** Whether a text is the id of an object of a SHA-1 repository. */
export function isObjectId(text: string): boolean {
  return /^[0-9a-f]{40}$/.test(text);
}

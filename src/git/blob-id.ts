import type { ObjectId } from '../model/git.ts';
import { objectId } from './object.ts';

/** The git blob id of a file's bytes. */
export function blobId(bytes: Uint8Array): ObjectId {
  return objectId('blob', bytes);
}

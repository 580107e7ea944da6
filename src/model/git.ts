/** A git object id: 40 lower-case hexadecimal digits (SHA-1 repositories). */
export type ObjectId = string;

/** Which commit of which repository something was read from. */
export interface SourceRevision {
  /** The location as the user gave it, without credentials. */
  readonly repository: string;
  /** Null for a work tree that differs from every commit (`--worktree`). */
  readonly commit: ObjectId | null;
  /** What was asked for: a branch, a tag, a commit id or `HEAD`. */
  readonly ref: string;
}

/** A file in a tree; the id makes "the same content" a comparison of strings. */
export interface TreeFile {
  /** Relative to the root, `/` between the parts. */
  readonly path: string;
  readonly id: ObjectId;
}

/** A policy repository (or any folder of files) at one moment: nothing in it changes while it is open. */
export interface SourceTree {
  readonly revision: SourceRevision;
  /** Id of the root tree: equal ids mean equal content. */
  readonly id: ObjectId;
  readonly files: readonly TreeFile[];
  /** The bytes of several files in one go, in the order asked for. */
  read(files: readonly TreeFile[]): Promise<readonly Uint8Array[]>;
  /** How another commit stands to this one in the history that is at hand; null when that does not say. */
  readonly relationOf?: (commit: ObjectId) => Promise<'older' | 'newer' | null>;
}

/** Who and when, as the commit claims; the time in seconds since 1970. */
export interface CommitIdentity {
  readonly name: string;
  readonly email: string;
  readonly time: number;
}

/** What mcp needs to know of a commit on a branch of the fleet repository. */
export interface CommitInfo {
  readonly id: ObjectId;
  readonly tree: ObjectId;
  readonly parents: readonly ObjectId[];
  readonly author: CommitIdentity;
  /** The author, where the commit does not name one that can be read. */
  readonly committer: CommitIdentity;
  /** Subject, body and trailers as they stand in the commit. */
  readonly message: string;
}

/** What happens to one file from one tree to another. */
export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'removed';
  /** Null for an added file. */
  readonly before: ObjectId | null;
  /** Null for a removed file. */
  readonly after: ObjectId | null;
}

/** One `old new ref` line of a receive-pack request. `oldId` null creates the ref, `newId` null deletes it. */
export interface RefUpdate {
  readonly ref: string;
  readonly oldId: ObjectId | null;
  readonly newId: ObjectId | null;
}

export type RefResult =
  | { readonly ref: string; readonly status: 'ok' }
  /** The reason is the server's own text: for people, never to be parsed. */
  | { readonly ref: string; readonly status: 'rejected'; readonly reason: string };

export type GitObjectType = 'commit' | 'tree' | 'blob';

/** A git object held in memory, ready to go into a pack. */
export interface GitObject {
  readonly id: ObjectId;
  readonly type: GitObjectType;
  readonly body: Uint8Array;
}

export interface PushRequest {
  readonly updates: readonly RefUpdate[];
  readonly objects: readonly GitObject[];
  readonly atomic?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** A fleet repository, whatever the transport. Every method may throw a RemoteError: REMOTE_AUTH, REMOTE_UNREACHABLE or REMOTE_PROTOCOL. */
export interface GitRemote {
  /** The location without credentials. */
  readonly url: string;
  /** Refs whose full name begins with one of the prefixes, by full name. */
  listRefs(prefixes: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, ObjectId>>;
  /** One receive-pack request: each update is a compare-and-swap on its old id. */
  push(request: PushRequest): Promise<readonly RefResult[]>;
  /** Makes the commits at these refs readable through `reader()`; `depth` 1 fetches the tips alone. */
  fetch(refs: readonly RefTip[], options?: { depth?: number; signal?: AbortSignal }): Promise<void>;
  /** Reads objects that were fetched before. */
  reader(): ObjectReader;
  /** Ends helper processes. */
  close(): Promise<void>;
}

export interface RefTip {
  readonly ref: string;
  readonly id: ObjectId;
}

/** Reads git objects by id; asks for nothing over the network. */
export interface ObjectReader {
  has(id: ObjectId): Promise<boolean>;
  commit(id: ObjectId): Promise<CommitInfo>;
  /** All files below a tree, recursively, sorted by path. */
  files(tree: ObjectId): Promise<readonly TreeFile[]>;
  blob(id: ObjectId): Promise<Uint8Array>;
  /** Commits from the tip backwards along first parents, newest first. */
  history(tip: ObjectId, limit?: number): Promise<readonly CommitInfo[]>;
}

import type { TrustedSigners } from './require-signed.ts';

export interface SourceOptions {
  /** A path, possibly of a folder inside a repository, or a URL, possibly with such a folder after `//`. */
  readonly repository: string;
  /** A branch, a tag, a commit id or `HEAD`, which it is when not given. */
  readonly ref?: string | undefined;
  /** Reads the files as they lie in the work tree instead of a commit. */
  readonly worktree?: boolean | undefined;
  /** Who has to have signed the commit; null: nobody. */
  readonly signers?: TrustedSigners | null | undefined;
  readonly cacheDirectory: string;
  readonly toolVersion?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly environment?: NodeJS.ProcessEnv;
}

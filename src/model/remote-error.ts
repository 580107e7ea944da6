import { McpError } from './error.ts';
import type { McpErrorCode, McpErrorDetails } from './error.ts';

export type RemoteErrorCode = Extract<McpErrorCode, `REMOTE_${string}`>;

export interface RemoteErrorDetails extends McpErrorDetails {
  readonly transient: boolean;
  /** Null when not given. */
  readonly retryAfterMs?: number | null;
  /** False when not given. */
  readonly mayHaveArrived?: boolean;
}

/** A failure of a remote, with what has to be known before the same is tried again. */
export class RemoteError extends McpError {
  declare readonly code: RemoteErrorCode;
  /** Whether the same request may succeed later although nobody mends anything. */
  readonly transient: boolean;
  /** How long the server asks to be left alone, in milliseconds, without a bound; null when it does not say. */
  readonly retryAfterMs: number | null;
  /** Whether a push may have been carried out all the same: then list the refs again before another try. */
  readonly mayHaveArrived: boolean;

  constructor(code: RemoteErrorCode, message: string, details: RemoteErrorDetails) {
    super(code, message, details);
    this.transient = details.transient;
    this.retryAfterMs = details.retryAfterMs ?? null;
    this.mayHaveArrived = details.mayHaveArrived ?? false;
  }
}

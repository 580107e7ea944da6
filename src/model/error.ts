import type { SourcePosition } from './position.ts';

/** Every failure that mcp expects. The exit code of each is in cli/exit-codes.ts, its meaning in docs/reference/errors.md. */
export type McpErrorCode =
  | 'USAGE'
  | 'CONFIG_YAML'
  | 'CONFIG_INVALID'
  | 'CONFIG_REFERENCE'
  | 'CONFIG_DUPLICATE'
  | 'CONFIG_UNSUPPORTED'
  | 'CEL_INVALID'
  | 'CEL_FAILED'
  | 'TEMPLATE_INVALID'
  | 'REGO_INVALID'
  | 'REGO_FAILED'
  | 'REGO_UNAVAILABLE'
  | 'SOURCE_NOT_FOUND'
  | 'SOURCE_UNREADABLE'
  | 'INVENTORY_FAILED'
  | 'PLAN_STALE'
  | 'PLAN_INVALID'
  | 'REMOVALS_EXCEEDED'
  | 'REMOTE_AUTH'
  | 'REMOTE_UNREACHABLE'
  | 'REMOTE_PROTOCOL'
  | 'LEDGER_INVALID'
  | 'LEDGER_CONTENDED'
  | 'GIT_UNAVAILABLE'
  | 'INTERRUPTED';

export interface McpErrorDetails {
  /** Where in the user's text the cause stands. */
  readonly position?: SourcePosition | undefined;
  /** What the user can do about it, as one sentence. */
  readonly hint?: string | undefined;
  readonly cause?: unknown;
}

/** An expected failure: a code of the closed union, a message for people, a position and a hint. */
export class McpError extends Error {
  readonly code: McpErrorCode;
  readonly position: SourcePosition | undefined;
  readonly hint: string | undefined;

  constructor(code: McpErrorCode, message: string, details: McpErrorDetails = {}) {
    super(message, { cause: details.cause });
    this.name = 'McpError';
    this.code = code;
    this.position = details.position;
    this.hint = details.hint;
  }
}

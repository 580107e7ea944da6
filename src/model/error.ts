import type { SourcePosition } from './position.ts';

/** Every failure that mcp expects. The exit code of each is in cli/exit-codes.ts; docs/reference/errors.md is made from this list. */
export type McpErrorCode =
  /** A flag, an argument or a variable of the environment is not what it must be. */
  | 'USAGE'
  /** A file is no YAML that Kubernetes would read, or is too large or too deep. */
  | 'CONFIG_YAML'
  /** A field is unknown, missing, of the wrong type, or its value is refused. */
  | 'CONFIG_INVALID'
  /** A name refers to something that is not there. */
  | 'CONFIG_REFERENCE'
  /** Two things of one kind have the same name. */
  | 'CONFIG_DUPLICATE'
  /** A field that the format has and this version does not act on yet. */
  | 'CONFIG_UNSUPPORTED'
  /** A CEL expression does not parse, or names an unknown variable. */
  | 'CEL_INVALID'
  /** A CEL expression has no value for a cluster, for example because a label is missing. */
  | 'CEL_FAILED'
  /** A template makes something that is no Kubernetes object, or two of the same. */
  | 'TEMPLATE_INVALID'
  /** A Rego module does not compile, or its METADATA is not what it must be. */
  | 'REGO_INVALID'
  /** A policy could not be evaluated. */
  | 'REGO_FAILED'
  /** Neither the built-in Rego compiler nor an `opa` binary is to be found. */
  | 'REGO_UNAVAILABLE'
  /** The policy repository, or the ref in it, does not exist. */
  | 'SOURCE_NOT_FOUND'
  /** The policy repository is there but cannot be read. */
  | 'SOURCE_UNREADABLE'
  /** A signed policy repository is required, and none of the trusted signers signed the commit: nothing is read from it. */
  | 'SOURCE_UNTRUSTED'
  /** The inventory is empty, cannot be read, or holds something that is no cluster: nothing is written. */
  | 'INVENTORY_FAILED'
  /** A hub of the inventory refuses the credentials, or does not let them list what is asked for. */
  | 'HUB_AUTH'
  /** A hub of the inventory does not answer. */
  | 'HUB_UNREACHABLE'
  /** A plan holds something that must not be delivered, or is no plan of this version of mcp. */
  | 'PLAN_INVALID'
  /** The branches, the policy repository or the time have moved since the plan was made: nothing was written. */
  | 'PLAN_OUTDATED'
  /** More clusters would lose their baseline than `spec.delivery.maxRemovals` allows. */
  | 'REMOVALS_EXCEEDED'
  /** The fleet repository refuses the credentials. */
  | 'REMOTE_AUTH'
  /** The fleet repository does not answer. */
  | 'REMOTE_UNREACHABLE'
  /** The fleet repository answers something that is not git's protocol. */
  | 'REMOTE_PROTOCOL'
  /** The ledger or the health branch holds something that mcp did not write. */
  | 'LEDGER_INVALID'
  /** Other runs kept writing to the ledger; the branches were delivered. */
  | 'LEDGER_CONTENDED'
  /** The last run cannot be completed as it was: sync anew. */
  | 'RETRY_REFUSED'
  /** The key that is to sign is locked, or whatever holds it refuses: nothing goes out without a signature. */
  | 'SIGNING_FAILED'
  /** git is not on PATH, or too old. */
  | 'GIT_UNAVAILABLE'
  /** SIGINT or SIGTERM ended the run; what was delivered is whole. */
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

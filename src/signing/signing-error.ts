import { McpError } from '../model/error.ts';
import type { SourcePosition } from '../model/position.ts';

/** Where a key was named: in the environment, in mcp.yaml or in git's configuration. */
export interface KeyOrigin {
  /** `MCP_SIGNING_KEY_FILE`, `spec.delivery.signing.key`, `user.signingKey`… */
  readonly name: string;
  /** Where it stands in mcp.yaml. */
  readonly position?: SourcePosition | undefined;
}

/** A key that was named wrongly. Nothing of what it was given as is repeated: it may be the key itself. */
export function wrongKey(origin: KeyOrigin, reason: string, hint: string): McpError {
  const { name, position } = origin;
  return new McpError(position === undefined ? 'USAGE' : 'CONFIG_INVALID', `${name}: ${reason}.`, {
    position,
    hint,
  });
}

/** A key that is right, but cannot be used now. */
export function cannotSign(origin: KeyOrigin, reason: string, hint: string): McpError {
  const { name, position } = origin;
  return new McpError('SIGNING_FAILED', `${name}: ${reason}. Nothing was signed.`, { position, hint });
}

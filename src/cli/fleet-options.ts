import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { McpError } from '../model/error.ts';
import type { FleetOptions } from '../pipeline/open-fleet.ts';
import type { SourceOptions } from '../pipeline/open-source.ts';
import type { Session } from './mcp-command.ts';

interface SignerFlagValues {
  readonly 'require-signed-source': boolean;
  readonly 'allowed-signers': string | undefined;
  readonly 'signers-keyring': string | undefined;
}

interface PolicyRepositoryFlagValues {
  readonly directory: string;
  readonly ref: string;
  readonly worktree: boolean;
}

/** From the flags of a command to where the policy repository is read. */
function sourceOptions(
  flags: PolicyRepositoryFlagValues,
  signers: SourceOptions['signers'],
  session: Session,
): SourceOptions {
  return {
    directory: flags.directory,
    ref: flags.ref,
    worktree: flags.worktree,
    signers,
    cacheDirectory: session.cacheDirectory,
    shippedRoot: session.shippedRoot,
    version: session.version,
  };
}

/** The same, with the fleet repository. */
export function fleetOptions(
  flags: PolicyRepositoryFlagValues & SignerFlagValues & { readonly repository: string | undefined },
  session: Session,
): FleetOptions {
  return { ...sourceOptions(flags, trustedSigners(flags), session), repository: flags.repository };
}

/** From the flags of the tools for policy authors: the work tree of a folder, HEAD of a URL, or the ref that is asked for. */
export function authorOptions(
  { directory, ref }: { readonly directory: string; readonly ref: string | undefined },
  session: Session,
): SourceOptions {
  const worktree = ref === undefined && existsSync(directory);
  return sourceOptions({ directory, ref: ref ?? 'HEAD', worktree }, null, session);
}

/** Any of the flags demands a signature, so that none of them can be lost without an error. */
function trustedSigners(flags: SignerFlagValues): SourceOptions['signers'] {
  const { 'allowed-signers': allowedSigners = null, 'signers-keyring': keyring = null } = flags;
  if (allowedSigners === null && keyring === null) {
    if (!flags['require-signed-source']) return null;
    throw new McpError('USAGE', '--require-signed-source needs to know whose signature counts', {
      hint: 'Add --allowed-signers (SSH) or --signers-keyring (OpenPGP), or set MCP_ALLOWED_SIGNERS or MCP_SIGNERS_KEYRING.',
    });
  }
  const missing = [allowedSigners, keyring].find((file) => file !== null && !existsSync(file));
  if (missing == null) {
    const absolute = (file: string | null) => (file === null ? null : resolve(file));
    return { allowedSigners: absolute(allowedSigners), keyring: absolute(keyring) };
  }
  throw new McpError('USAGE', `There is no file ${JSON.stringify(missing)} of signers`, {
    hint: 'Check --allowed-signers and --signers-keyring, and the variables MCP_ALLOWED_SIGNERS and MCP_SIGNERS_KEYRING.',
  });
}

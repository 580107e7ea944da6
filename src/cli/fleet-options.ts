import { existsSync } from 'node:fs';
import type { FleetOptions } from '../pipeline/open-fleet.ts';
import type { SourceOptions } from '../pipeline/open-source.ts';
import type { Session } from './mcp-command.ts';

interface PolicyRepositoryFlagValues {
  readonly directory: string;
  readonly ref: string;
  readonly worktree: boolean;
}

/** From the flags of a command to where the policy repository is read. */
function sourceOptions(flags: PolicyRepositoryFlagValues, session: Session): SourceOptions {
  return {
    directory: flags.directory,
    ref: flags.ref,
    worktree: flags.worktree,
    cacheDirectory: session.cacheDirectory,
    shippedRoot: session.shippedRoot,
    version: session.version,
  };
}

/** The same, with the fleet repository. */
export function fleetOptions(
  flags: PolicyRepositoryFlagValues & { readonly repository: string | undefined },
  session: Session,
): FleetOptions {
  return { ...sourceOptions(flags, session), repository: flags.repository };
}

/** From the flags of the tools for policy authors: the work tree of a folder, HEAD of a URL, or the ref that is asked for. */
export function authorOptions(
  { directory, ref }: { readonly directory: string; readonly ref: string | undefined },
  session: Session,
): SourceOptions {
  const worktree = ref === undefined && existsSync(directory);
  return sourceOptions({ directory, ref: ref ?? 'HEAD', worktree }, session);
}

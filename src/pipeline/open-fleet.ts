import { isAbsolute } from 'node:path';
import { parseLocation } from '../git/location.ts';
import { openRemote } from '../git/open-remote.ts';
import { McpError } from '../model/error.ts';
import type { GitRemote } from '../model/git.ts';
import type { RunContext } from '../model/ports.ts';
import type { Workspace } from '../model/workspace.ts';
import { openWorkspace } from './open-workspace.ts';
import type { SourceOptions } from './open-workspace.ts';

export interface FleetOptions extends SourceOptions {
  /** Instead of `spec.delivery.repository`. */
  readonly repository: string | undefined;
}

export interface Fleet {
  readonly workspace: Workspace;
  readonly remote: GitRemote;
}

/** Reads and validates the policy repository and opens the fleet repository that it names; close `remote` afterwards. */
export async function openFleet(options: FleetOptions, context: RunContext): Promise<Fleet> {
  const workspace = await openWorkspace(options, context);
  const { cacheDirectory, version: toolVersion } = options;
  if (options.repository !== undefined) {
    return { workspace, remote: await openRemote(options.repository, { cacheDirectory, toolVersion }) };
  }
  const directory = policyFolder(options.directory, workspace);
  const remote = await openRemote(workspace.fleet.delivery.repository, {
    cacheDirectory,
    toolVersion,
    directory,
  });
  return { workspace, remote };
}

/** What a relative `spec.delivery.repository` starts from. Throws CONFIG_REFERENCE when that would be a URL. */
function policyFolder(directory: string, { fleet }: Workspace): string {
  const policy = parseLocation(directory);
  if (policy.kind === 'local') return policy.path;
  const { repository } = fleet.delivery;
  if (parseLocation(repository).kind !== 'local' || isAbsolute(repository)) return '/';
  throw new McpError('CONFIG_REFERENCE', `spec.delivery.repository is a relative path: ${repository}`, {
    position: fleet.position,
    hint: 'The policy repository is read from a URL: name the fleet repository by URL or with --repository.',
  });
}

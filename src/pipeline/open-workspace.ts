import { openSource } from '../git/open-source.ts';
import type { RunContext } from '../model/ports.ts';
import type { Workspace } from '../model/workspace.ts';
import { loadWorkspace } from './source/index.ts';
import { stageTimer } from './stage-timer.ts';

/** Which policy repository, and where what may be lost is kept. */
export interface SourceOptions {
  /** The policy repository: a folder or a git URL. */
  readonly directory: string;
  readonly ref: string;
  readonly worktree: boolean;
  readonly cacheDirectory: string;
  /** The package folder that holds `policies/` and `templates/`. */
  readonly shippedRoot: string;
  /** Of mcp itself. */
  readonly version: string;
}

/** Reads and validates the policy repository at a commit (or its work tree). */
export async function openWorkspace(options: SourceOptions, context: RunContext): Promise<Workspace> {
  const timer = stageTimer(context, 'source');
  const source = await openSource({
    repository: options.directory,
    ref: options.ref,
    worktree: options.worktree,
    cacheDirectory: options.cacheDirectory,
    toolVersion: options.version,
    signal: context.signal,
  });
  const workspace = await loadWorkspace(source, { ...context, shippedRoot: options.shippedRoot });
  const { commit, repository } = workspace.revision;
  const at = commit === null ? 'the work tree' : commit.slice(0, 12);
  timer.done(`fleet ${workspace.fleet.name}, ${repository} at ${at}`);
  return workspace;
}

import { liesInRepository } from '../git/lies-in-repository.ts';
import { openSource } from '../git/open-source.ts';
import type { TrustedSigners } from '../git/require-signed.ts';
import { McpError } from '../model/error.ts';
import type { SourceTree } from '../model/git.ts';
import type { HubReader } from '../model/hub.ts';
import type { RunContext } from '../model/ports.ts';
import type { Workspace } from '../model/workspace.ts';
import { count, stageTimer } from './stage-timer.ts';

/** Which policy repository, and where what may be lost is kept. */
export interface SourceOptions {
  /** The policy repository: a folder or a git URL. */
  readonly directory: string;
  readonly ref: string;
  readonly worktree: boolean;
  /** Who has to have signed the commit; null: nobody. */
  readonly signers: TrustedSigners | null;
  readonly cacheDirectory: string;
  /** The package folder that holds `policies/` and `templates/`. */
  readonly shippedRoot: string;
  /** Of mcp itself. */
  readonly version: string;
}

/**
 * Finds the policy repository at a commit (or its work tree), signed by whom it has to be; reads none of its files yet. Throws
 * what `openSource` throws, and USAGE for signers that stand in the repository itself.
 */
export async function openPolicyRepository(options: SourceOptions, context: RunContext): Promise<SourceTree> {
  refuseOwnSigners(options);
  const timer = stageTimer(context, 'source');
  const source = await openSource({
    repository: options.directory,
    ref: options.ref,
    worktree: options.worktree,
    signers: options.signers,
    cacheDirectory: options.cacheDirectory,
    toolVersion: options.version,
    signal: context.signal,
  });
  const { commit, repository } = source.revision;
  timer.done(`${repository} at ${commit === null ? 'the work tree' : commit.slice(0, 12)}`);
  return source;
}

/** Reads and validates what the policy repository holds. `askHub` null: for what does not need to know the clusters. */
export async function readWorkspace(
  source: SourceTree,
  options: SourceOptions,
  context: RunContext,
  askHub: HubReader | null,
): Promise<Workspace> {
  // Loaded only when files are read: the YAML reader is slow to load, and a sync with nothing to do reads none.
  const { loadWorkspace } = await import('./source/index.ts');
  const timer = stageTimer(context, 'workspace');
  const { shippedRoot } = options;
  const workspace = await loadWorkspace(source, { cache: context.cache, shippedRoot, askHub });
  const { fleet, baselines, exceptions } = workspace;
  timer.done(
    `fleet ${fleet.name}, ${count(baselines.length, 'baseline')}, ${count(exceptions.length, 'exception')}`,
  );
  return workspace;
}

/** Who may write to the policy repository must not say whose signature it needs. */
function refuseOwnSigners({ signers, directory }: SourceOptions): void {
  for (const file of [signers?.allowedSigners, signers?.keyring]) {
    if (file == null || !liesInRepository(file, directory)) continue;
    throw new McpError('USAGE', `The signers ${JSON.stringify(file)} lie in the policy repository`, {
      hint: 'Keep the file where those who write to the repository cannot change it.',
    });
  }
}

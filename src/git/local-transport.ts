import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { gitEnvironment } from './git-process.ts';
import type { LocalLocation } from './location.ts';
import { converse } from './process-transport.ts';
import { serverText, unreachableError } from './remote-error.ts';
import type { Transport } from './transport.ts';

export interface LocalTransportOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly idleTimeout: number;
  readonly agent: string;
}

/** A repository on this machine, by git's own services over stdio. */
export function localTransport(
  location: LocalLocation,
  { environment, idleTimeout, agent }: LocalTransportOptions,
): Transport {
  const { url, path } = location;
  return {
    url,
    agent,
    open: (service, signal) => {
      const program = {
        file: 'git',
        args: [service.slice('git-'.length), path],
        environment: gitEnvironment(
          environment,
          service === 'git-upload-pack' ? { GIT_PROTOCOL: 'version=2' } : {},
        ),
        explain: (_code: number, stderr: string) =>
          unreachableError(url, serverText(stderr), {
            transient: false,
            hint: 'Check that a git repository is at this path; `git init --bare` makes one.',
          }),
      };
      return Promise.resolve(converse(program, { url, service, idleTimeout, signal }));
    },
    gitEnvironment: () => ({}),
    close: () => {
      // Every conversation ends its own program.
    },
  };
}

/** The folder with the objects of a repository, where git's services would look for it (`enter_repo` in path.c); null when there is none. */
export function gitDirectory(path: string): string | null {
  const candidates = ['.git', '', '.git/.git'].map((suffix) => (suffix === '' ? path : join(path, suffix)));
  candidates.push(`${path}.git`);
  return candidates.find((candidate) => existsSync(join(candidate, 'HEAD')) || isGitFile(candidate)) ?? null;
}

/** A linked work tree has a file `.git` that names its git directory; git follows it. */
function isGitFile(candidate: string): boolean {
  return candidate.endsWith('/.git') && existsSync(candidate);
}

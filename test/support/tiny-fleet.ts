import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { folderWith } from './folder.ts';

/** A policy repository of a few lines, and an empty bare fleet repository beside it. */
export interface TinyFleet {
  readonly policy: string;
  git(repository: 'policy' | 'fleet.git', ...args: string[]): Promise<string>;
  /** Writes files (null: removes them) and commits. */
  commit(files: Readonly<Record<string, string | null>>): Promise<void>;
}

export function managedCluster(name: string, labels: Readonly<Record<string, string>>): string {
  return JSON.stringify({
    ...{ apiVersion: 'cluster.open-cluster-management.io/v1', kind: 'ManagedCluster' },
    metadata: { name, labels },
  });
}

export function placementOf(name: string, spec: object): string {
  return JSON.stringify({
    ...{
      apiVersion: 'cluster.open-cluster-management.io/v1beta1',
      kind: 'Placement',
      metadata: { name },
      spec,
    },
  });
}

/** A baseline of one ConfigMap, for the placement of the same name. */
export function baselineFor(name: string): Readonly<Record<string, string>> {
  return {
    [`baselines/${name}.yaml`]: JSON.stringify({
      ...{ apiVersion: 'mcp.policy/v1alpha1', kind: 'Baseline', metadata: { name } },
      spec: { placement: name, templates: [`templates/${name}`] },
    }),
    [`templates/${name}/settings.yaml`]: `apiVersion: v1
kind: ConfigMap
metadata: { name: ${name}, namespace: default }
data: { cluster: "\${cluster.name}" }
`,
  };
}

export async function tinyFleet(
  delivery: object,
  files: Readonly<Record<string, string>>,
): Promise<TinyFleet> {
  const fleet = JSON.stringify({
    ...{ apiVersion: 'mcp.policy/v1alpha1', kind: 'Fleet', metadata: { name: 'tiny' } },
    spec: { inventory: [{ path: 'clusters' }], delivery: { repository: '../fleet.git', ...delivery } },
  });
  const root = folderWith({ 'policy/mcp.yaml': fleet });
  const policy = join(root, 'policy');
  const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@acme.example', '-c', 'commit.gpgsign=false'];
  const git: TinyFleet['git'] = async (repository, ...args) =>
    (await execa('git', ['-C', join(root, repository), ...identity, ...args])).stdout;
  const commit: TinyFleet['commit'] = async (changed) => {
    for (const [name, text] of Object.entries(changed)) {
      const path = join(policy, name);
      mkdirSync(join(path, '..'), { recursive: true });
      if (text === null) rmSync(path);
      else writeFileSync(path, text);
    }
    await git('policy', 'add', '--all');
    await git('policy', 'commit', '--quiet', '--message', 'Change');
  };
  await execa('git', ['init', '--quiet', '--initial-branch=main', policy]);
  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main', join(root, 'fleet.git')]);
  await commit(files);
  return { policy, git, commit };
}

import type { RegoModule, RegoVersion } from '../../model/policy.ts';
import type { TextFile } from './repository-files.ts';

/** Files of one version of Rego as modules. */
export function modulesIn(version: RegoVersion, files: readonly TextFile[]): readonly RegoModule[] {
  return version === 'v1' ? files : files.map((file) => ({ ...file, version }));
}

import type { JsonObject } from '../../model/json.ts';
import type { DataReference, RegoPackage } from '../../rego/package.ts';

/**
 * What packages read below `data` although neither their rules nor the given data have it. Rego takes it for undefined: a
 * rule that rests on it never holds, without a word. `data.conftest.file` is always given.
 */
export function undefinedData(
  packages: readonly RegoPackage[],
  data: JsonObject = {},
): readonly DataReference[] {
  return packages
    .flatMap(({ reads }) => reads)
    .filter(({ path: [root, ...rest] }) => {
      if (root === undefined || Object.hasOwn(data, root)) return false;
      return root !== 'conftest' || (rest.length > 0 && rest[0] !== 'file');
    });
}

/** Whether a policy may ask where its input lies. */
export function readsFileData(packages: readonly RegoPackage[]): boolean {
  return packages.some(({ reads }) => reads.some(({ path: [root = 'conftest'] }) => root === 'conftest'));
}

export const undefinedDataHint =
  'Put the package into the policy set (each set is compiled alone), or let the set name the file with the data as "data".';

export function undefinedDataMessage({ path }: DataReference): string {
  return `data.${path.join('.')} is defined by no policy of the set, nor by its data: rules that read it never hold`;
}

import { McpError } from '../../model/error.ts';
import type { ObjectReader, TreeFile } from '../../model/git.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Manifest } from '../../model/manifest.ts';
import { decodeText } from '../../yaml/decode.ts';
import { parseDocuments } from '../../yaml/parse.ts';
import { heldFiles } from './contents.ts';

/**
 * The manifests of a baseline as a branch holds them, for a cluster that keeps them for now: they are judged like new
 * ones. Anybody may have written to the branch. Throws TEMPLATE_INVALID or CONFIG_YAML, naming the file, for what is no
 * Kubernetes object.
 */
export function readHeldManifests(
  baseline: string,
  files: readonly TreeFile[],
  reader: ObjectReader,
): Promise<readonly Manifest[]> {
  return Promise.all(
    heldFiles(baseline, files).map(async ({ path, id }) => {
      const file = `branch:${path}`;
      const origin = { file, line: 1, column: 1 };
      const bytes = await reader.blob(id);
      const [document, ...more] = parseDocuments(decodeText(bytes, file), file);
      const object = document?.value;
      if (object === undefined || more.length > 0 || !isObject(object)) {
        throw new McpError(
          'TEMPLATE_INVALID',
          'the branch holds something that is not one Kubernetes object',
          { position: origin, hint: 'Take back the commit that put it there.' },
        );
      }
      return { path, baseline, object, bytes, id, origin };
    }),
  );
}

function isObject(value: Readonly<Record<string, unknown>>): value is KubernetesObject {
  const { apiVersion, kind, metadata } = value;
  const isNamed = typeof metadata === 'object' && metadata !== null && 'name' in metadata;
  return (
    typeof apiVersion === 'string' && typeof kind === 'string' && isNamed && typeof metadata.name === 'string'
  );
}

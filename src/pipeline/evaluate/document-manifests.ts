import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Manifest, ManifestSet } from '../../model/manifest.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import type { InputFile } from './input-file.ts';

/** A document of a file, as native policies and Gatekeeper's see it. */
export interface DocumentManifest extends Manifest {
  readonly file: string;
  readonly document: number;
}

interface DocumentManifestSet extends ManifestSet {
  readonly manifests: readonly DocumentManifest[];
}

/** What a document of this kind holds as its `spec` is what policies of the scope `fleet` see as `input.fleet`. */
export function fleetStateIn(document: Json): JsonObject | null {
  if (!isJsonObject(document)) return null;
  const { apiVersion, kind, spec } = document as Readonly<Record<string, Json | undefined>>;
  return apiVersion === 'mcp.policy/v1alpha1' && kind === 'FleetState' && isJsonObject(spec) ? spec : null;
}

/** The Kubernetes objects among documents; the others are for policies of conftest's alone. */
export function documentManifests(files: readonly InputFile[]): DocumentManifestSet {
  const manifests = files.flatMap((file) =>
    file.documents.flatMap((value, index): readonly DocumentManifest[] => {
      const object = fleetStateIn(value) === null ? objectOf(value) : null;
      return object === null ? [] : [manifestOf(object, file.path, index)];
    }),
  );
  return { digest: digestOf(manifests.map(({ path, id }) => [path, id])), manifests };
}

function manifestOf(object: KubernetesObject, file: string, document: number): DocumentManifest {
  return {
    file,
    document,
    path: `${file}#${document}`,
    baseline: '',
    object,
    bytes: new Uint8Array(),
    id: digestOf(object),
    origin: { file, line: 1, column: 1 },
  };
}

/** An object without a name, which `generateName` has, is one all the same. */
function objectOf(value: Json): KubernetesObject | null {
  if (!isJsonObject(value)) return null;
  const { apiVersion, kind, metadata: given } = value as Readonly<Record<string, Json | undefined>>;
  if (typeof apiVersion !== 'string' || typeof kind !== 'string') return null;
  const metadata = given ?? undefined;
  if (metadata !== undefined && !isJsonObject(metadata)) return null;
  return typeof metadata?.['name'] === 'string'
    ? (value as KubernetesObject)
    : { ...value, apiVersion, kind, metadata: { ...metadata, name: '' } };
}

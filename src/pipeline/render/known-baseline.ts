import type { FieldPath } from '../../cel/field-path.ts';
import type { JsonObject } from '../../model/json.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Manifest } from '../../model/manifest.ts';
import type { Cache } from '../../model/ports.ts';
import type { SourcePosition } from '../../model/position.ts';

/** What is known of a baseline without compiling it: which fields decide its outcome, and the outcomes so far. */
export interface KnownBaseline {
  /** The fields of `cluster` that decide which overrides hold. */
  readonly overrideReads: readonly FieldPath[];
  /** Tuple of `overrideReads` -> the places of the overrides that hold. */
  readonly overrides: Map<string, readonly number[]>;
  /** Those places -> what each template sees as `parameters`. */
  readonly parameters: Map<string, readonly JsonObject[]>;
  readonly groups: readonly KnownGroup[];
}

/** The documents of a template whose outcome is decided by the same fields. */
export interface KnownGroup {
  /** The place of the template in the baseline. */
  readonly template: number;
  /** Fields of `cluster` and `parameters`. */
  readonly reads: readonly FieldPath[];
  /** Tuple of `reads` -> what the documents give. */
  readonly results: Map<string, readonly Manifest[]>;
}

/** The form on disk: each manifest once, results by their places in that list. Failures are not kept. */
interface StoredBaseline {
  readonly overrideReads: readonly FieldPath[];
  readonly overrides: readonly (readonly [tuple: string, holding: readonly number[]])[];
  readonly parameters: readonly (readonly [holding: string, parameters: readonly JsonObject[]])[];
  readonly groups: readonly {
    readonly template: number;
    readonly reads: readonly FieldPath[];
    readonly results: readonly (readonly [tuple: string, manifests: readonly number[]])[];
  }[];
  readonly manifests: readonly (readonly [
    path: string,
    id: string,
    origin: number,
    yaml: string,
    object: string,
  ])[];
  readonly origins: readonly SourcePosition[];
}

const namespace = 'render';

export async function loadKnown(
  cache: Cache,
  key: string,
  baseline: string,
): Promise<KnownBaseline | undefined> {
  const bytes = await cache.get(namespace, key);
  if (bytes === undefined) return undefined;
  const stored = JSON.parse(new TextDecoder().decode(bytes)) as StoredBaseline;
  const encoder = new TextEncoder();
  const origins = stored.origins;
  const manifests = stored.manifests.map(([path, id, place, yaml, json]) => {
    const origin = origins[place] ?? { file: '', line: 1, column: 1 };
    return restored({ path, id, baseline, origin, bytes: encoder.encode(yaml) }, json);
  });
  return {
    overrideReads: stored.overrideReads,
    overrides: new Map(stored.overrides),
    parameters: new Map(stored.parameters),
    groups: stored.groups.map(({ template, reads, results }) => ({
      template,
      reads,
      results: new Map(
        results.map(([tuple, places]) => [tuple, places.flatMap((place) => manifests[place] ?? [])]),
      ),
    })),
  };
}

export async function storeKnown(cache: Cache, key: string, known: KnownBaseline): Promise<void> {
  const manifests = new Places<Manifest>();
  const origins = new Places<SourcePosition>();
  const groups = known.groups.map(({ template, reads, results }) => ({
    template,
    reads,
    results: Array.from(results, ([tuple, made]) => [tuple, made.map((each) => manifests.of(each))] as const),
  }));
  const decoder = new TextDecoder();
  const stored: StoredBaseline = {
    overrideReads: known.overrideReads,
    overrides: [...known.overrides],
    parameters: [...known.parameters],
    groups,
    manifests: manifests
      .all()
      .map(({ path, id, origin, bytes, object }) => [
        path,
        id,
        origins.of(origin),
        decoder.decode(bytes),
        JSON.stringify(object),
      ]),
    origins: origins.all(),
  };
  await cache.set(namespace, key, new TextEncoder().encode(JSON.stringify(stored)));
}

/** Numbers things in the order in which they come. */
class Places<T> {
  readonly #places = new Map<T, number>();

  of(thing: T): number {
    const place = this.#places.get(thing) ?? this.#places.size;
    this.#places.set(thing, place);
    return place;
  }

  all(): readonly T[] {
    return [...this.#places.keys()];
  }
}

/** Most runs ask for the id and the bytes alone: the object is parsed when somebody looks at it. */
function restored(manifest: Omit<Manifest, 'object'>, json: string): Manifest {
  let object: KubernetesObject | undefined;
  return {
    ...manifest,
    get object() {
      return (object ??= JSON.parse(json) as KubernetesObject);
    },
  };
}

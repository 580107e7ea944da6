import { type FieldPath, mergePaths, tupleOf } from '../../cel/field-path.ts';
import { blobId } from '../../git/blob-id.ts';
import { McpError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Manifest } from '../../model/manifest.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { Cache } from '../../model/ports.ts';
import type { Baseline } from '../../model/workspace.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import { canonicalYaml } from '../../yaml/canonical.ts';
import { baselineKey } from './baseline-key.ts';
import { type BaselineTemplate, compileBaseline } from './baseline-template.ts';
import { type KnownBaseline, type KnownGroup, loadKnown, storeKnown } from './known-baseline.ts';
import { manifestPath } from './manifest-path.ts';

/** What a baseline gives for a cluster: its manifests, or why there are none. One object for equal outcomes. */
export type Result =
  { readonly manifests: readonly Manifest[]; readonly version: string } | { readonly failure: McpError };

/** Beyond this many outcomes, only those that the last run used are carried along from run to run. */
const mostKept = 20_000;

/**
 * Renders one baseline for any number of clusters. The values of the fields that its templates read decide the outcome,
 * so each distinct tuple of them is rendered once, in this run or, by the cache, in an earlier one.
 */
export class BaselineRenderer {
  readonly #fleet: string;
  readonly #baseline: Baseline;
  readonly #cache: Cache;
  readonly #key: string;
  readonly #known: KnownBaseline;
  readonly #used: KnownBaseline;
  /** The fields of `cluster` that decide the outcome of the baseline as a whole. */
  readonly #reads: readonly FieldPath[];
  readonly #results = new Map<string, Result>();
  readonly #versions = new Map<readonly JsonObject[], string>();
  readonly #manifests = new Map<string, Manifest>();
  #template: BaselineTemplate | undefined;
  #changed: boolean;

  /** Compiles the baseline if the cache does not know it: throws what compileBaseline throws. */
  static async open(fleet: string, baseline: Baseline, cache: Cache): Promise<BaselineRenderer> {
    const key = await baselineKey(fleet, baseline);
    const known = await loadKnown(cache, key, baseline.name);
    if (known !== undefined) return new BaselineRenderer(fleet, baseline, cache, key, known, undefined);
    const template = await compileBaseline(baseline);
    return new BaselineRenderer(fleet, baseline, cache, key, emptied(template), template);
  }

  private constructor(
    fleet: string,
    baseline: Baseline,
    cache: Cache,
    key: string,
    known: KnownBaseline,
    template: BaselineTemplate | undefined,
  ) {
    this.#fleet = fleet;
    this.#baseline = baseline;
    this.#cache = cache;
    this.#key = key;
    this.#known = known;
    this.#used = emptied(known);
    this.#template = template;
    this.#changed = template !== undefined;
    const reads = [...known.overrideReads, ...known.groups.flatMap((group) => group.reads)];
    this.#reads = mergePaths(reads.filter(([variable]) => variable === 'cluster'));
  }

  /** The outcome for a cluster (the binding of `cluster`); undefined when the templates have to be compiled for it. */
  render(cluster: JsonObject): Result | undefined {
    const tuple = tupleOf(this.#reads, { cluster });
    const known = this.#results.get(tuple);
    if (known !== undefined) return known;
    const result = this.#renderTuple(cluster);
    if (result !== undefined) this.#results.set(tuple, result);
    return result;
  }

  async compileAndRender(cluster: JsonObject): Promise<Result> {
    if (this.#template === undefined) {
      this.#template = await compileBaseline(this.#baseline);
      for (const { results } of this.#known.groups)
        for (const made of results.values()) made.forEach((each) => this.#shared(each));
    }
    const result = this.render(cluster);
    if (result === undefined)
      throw new Error(`baseline ${this.#baseline.name} does not match what is cached of it`);
    return result;
  }

  /** Writes what this run found out to the cache. */
  async store(): Promise<void> {
    if (!this.#changed) return;
    const count = this.#known.groups.reduce((sum, group) => sum + group.results.size, 0);
    await storeKnown(this.#cache, this.#key, count > mostKept ? this.#used : this.#known);
  }

  #renderTuple(cluster: JsonObject): Result | undefined {
    try {
      const parameters = this.#parametersFor(cluster);
      if (parameters === undefined) return undefined;
      const bindings = { cluster, fleet: { name: this.#fleet }, baseline: { name: this.#baseline.name } };
      const manifests: Manifest[] = [];
      for (const [place, group] of this.#known.groups.entries()) {
        const own = { ...bindings, parameters: parameters[group.template] ?? {} };
        const made = this.#manifestsOf(group, place, own);
        if (made === undefined) return undefined;
        manifests.push(...made);
      }
      return { manifests, version: this.#versionOf(parameters) };
    } catch (error) {
      if (error instanceof McpError) return { failure: error };
      throw error;
    }
  }

  #parametersFor(cluster: JsonObject): readonly JsonObject[] | undefined {
    const { overrideReads, overrides, parameters } = this.#known;
    const tuple = tupleOf(overrideReads, { cluster });
    let holding = overrides.get(tuple);
    if (holding === undefined) {
      holding = this.#template?.overridesFor({ cluster });
      if (holding === undefined) return undefined;
      overrides.set(tuple, holding);
      this.#changed = true;
    }
    this.#used.overrides.set(tuple, holding);

    const variant = holding.join();
    let known = parameters.get(variant);
    if (known === undefined) {
      known = this.#template?.parametersOf(holding);
      if (known === undefined) return undefined;
      parameters.set(variant, known);
      this.#changed = true;
    }
    this.#used.parameters.set(variant, known);
    return known;
  }

  /** SHA-256 over the templates and the parameters that each of them gets for a cluster. */
  #versionOf(parameters: readonly JsonObject[]): string {
    let version = this.#versions.get(parameters);
    if (version === undefined) {
      const { templates } = this.#baseline;
      version = digestOf([templates.map(({ files, locals }) => [files, locals]), parameters]);
      this.#versions.set(parameters, version);
    }
    return version;
  }

  #manifestsOf(
    group: KnownGroup,
    place: number,
    bindings: Readonly<Record<string, JsonObject>>,
  ): readonly Manifest[] | undefined {
    const tuple = tupleOf(group.reads, bindings);
    let manifests = group.results.get(tuple);
    if (manifests === undefined) {
      manifests = this.#template?.groups[place]?.documents.flatMap((document) =>
        document.render(bindings).map((object) => this.#manifest(object, document.origin)),
      );
      if (manifests === undefined) return undefined;
      group.results.set(tuple, manifests);
      this.#changed = true;
    }
    this.#used.groups[place]?.results.set(tuple, manifests);
    return manifests;
  }

  #manifest(object: KubernetesObject, origin: SourcePosition): Manifest {
    const baseline = this.#baseline.name;
    const path = manifestPath(baseline, object);
    if (path === undefined) {
      throw new McpError(
        'TEMPLATE_INVALID',
        `metadata.name is too long for a file name: ${object.metadata.name}`,
        { position: origin },
      );
    }
    const bytes = new TextEncoder().encode(canonicalYaml(object));
    return this.#shared({ path, baseline, object, bytes, id: blobId(bytes), origin });
  }

  /** The first manifest of the same template with the same path and content. */
  #shared(manifest: Manifest): Manifest {
    const { path, id, origin } = manifest;
    const key = `${origin.file}:${origin.line} ${path} ${id}`;
    const known = this.#manifests.get(key);
    if (known !== undefined) return known;
    this.#manifests.set(key, manifest);
    return manifest;
  }
}

function emptied(shape: {
  readonly overrideReads: readonly FieldPath[];
  readonly groups: readonly Pick<KnownGroup, 'template' | 'reads'>[];
}): KnownBaseline {
  const groups = shape.groups.map(({ template, reads }) => ({ template, reads, results: new Map() }));
  return { overrideReads: shape.overrideReads, overrides: new Map(), parameters: new Map(), groups };
}

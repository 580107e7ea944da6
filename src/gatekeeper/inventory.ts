import type { Json } from '../model/json.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { isNamespace, namespaceOf } from './match.ts';

/** The objects that templates see as `data.inventory`, and the Namespaces among them. */
export class Inventory {
  readonly #objects: readonly KubernetesObject[];
  readonly #namespaces: ReadonlyMap<string, KubernetesObject>;

  constructor(objects: readonly KubernetesObject[]) {
    this.#objects = objects;
    this.#namespaces = new Map(objects.filter(isNamespace).map((object) => [object.metadata.name, object]));
  }

  /** The Namespace that an object lies in; null when it lies in none, or that is not known. */
  namespaceFor(object: KubernetesObject): KubernetesObject | null {
    return this.namespaceNamed(namespaceOf(object));
  }

  namespaceNamed(name: Json | undefined): KubernetesObject | null {
    return typeof name === 'string' ? (this.#namespaces.get(name) ?? null) : null;
  }

  /**
   * All of `data` as JSON: `inventory.cluster[groupVersion][kind][name]` and
   * `inventory.namespace[namespace][groupVersion][kind][name]`.
   */
  json(): string {
    const root: Branch = new Map();
    for (const object of this.#objects) {
      const namespace = namespaceOf(object);
      const scope = namespace === '' ? ['cluster'] : ['namespace', namespace];
      let branch = root;
      for (const key of [...scope, object.apiVersion, object.kind]) branch = below(branch, key);
      branch.set(object.metadata.name, object);
    }
    return `{"inventory":${write(root)}}`;
  }
}

/** Own keys only: an object may be called `__proto__`. */
type Branch = Map<string, Branch | Json>;

function below(branch: Branch, key: string): Branch {
  const known = branch.get(key);
  if (known instanceof Map) return known;
  const made: Branch = new Map();
  branch.set(key, made);
  return made;
}

function write(value: Branch | Json): string {
  if (!(value instanceof Map)) return JSON.stringify(value);
  return `{${[...value].map(([key, each]) => `${JSON.stringify(key)}:${write(each)}`).join(',')}}`;
}

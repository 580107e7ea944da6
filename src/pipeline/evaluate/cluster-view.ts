import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import { canonicalJson } from '../../runtime/canonical-json.ts';

/**
 * The part of a cluster that a group of policies reads, as canonical JSON text. Policies see exactly this as
 * `input.cluster`, so verdicts on equal texts are equal and clusters can share them.
 */
export function viewOf(cluster: JsonObject, paths: readonly (readonly string[])[]): string {
  if (paths.some((path) => path.length === 0)) return canonicalJson(cluster);
  const view = new Tree();
  for (const path of paths) addPath(view, cluster, path);
  return view.json();
}

/** A tree of own keys: a label may be called `__proto__`. */
class Tree {
  readonly #branches = new Map<string, Tree | string>();

  branch(key: string): Tree {
    const known = this.#branches.get(key);
    // A leaf covers whatever would be below it.
    if (known !== undefined) return known instanceof Tree ? known : new Tree();
    const made = new Tree();
    this.#branches.set(key, made);
    return made;
  }

  setLeaf(key: string, json: string): void {
    this.#branches.set(key, json);
  }

  json(): string {
    const keys = [...this.#branches.keys()].sort();
    const fields = keys.map((key) => {
      const branch = this.#branches.get(key);
      return `${JSON.stringify(key)}:${branch instanceof Tree ? branch.json() : (branch ?? 'null')}`;
    });
    return `{${fields.join(',')}}`;
  }
}

/** What is missing on the way stays missing. */
function addPath(view: Tree, value: Json, path: readonly string[]): void {
  const [key = '', ...rest] = path;
  if (!isJsonObject(value) || !Object.hasOwn(value, key)) return;
  const next = value[key] ?? null;
  if (rest.length === 0 || !isJsonObject(next)) view.setLeaf(key, canonicalJson(next));
  else addPath(view.branch(key), next, rest);
}

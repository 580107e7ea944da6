import type { JsonObject } from './json.ts';

/** A Kubernetes object as its YAML says it; only what identifies it is typed. */
export interface KubernetesObject extends JsonObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: ObjectMeta;
}

export interface ObjectMeta extends JsonObject {
  readonly name: string;
}

/** What identifies an object in findings and reports. */
export interface ObjectReference {
  readonly apiVersion: string;
  readonly kind: string;
  /** Null for objects without a namespace of their own. */
  readonly namespace: string | null;
  readonly name: string;
}

/** The API group of an `apiVersion`; empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

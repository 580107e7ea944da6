import { groupOf } from '../../model/kubernetes.ts';
import type { KubernetesObject, ObjectReference } from '../../model/kubernetes.ts';

const pattern = /^(?:[a-z0-9]([-a-z0-9.]*[a-z0-9])?\/)?[A-Z][A-Za-z0-9]*$/;

/** Whether a text names kinds the way policies and exceptions do: `Deployment` or `apps/Deployment`. */
export function isKindName(text: string): boolean {
  return pattern.test(text);
}

/** `apps/Deployment` names the kind of that API group, `Deployment` the kind of every group; versions do not matter. */
export function kindMatches(
  name: string,
  { apiVersion, kind }: Pick<ObjectReference, 'apiVersion' | 'kind'>,
): boolean {
  const slash = name.lastIndexOf('/');
  if (name.slice(slash + 1) !== kind) return false;
  return slash < 0 || name.slice(0, slash) === groupOf(apiVersion);
}

/** Whether a list of kinds covers an object; the empty list covers all. */
export function anyKindMatches(
  names: readonly string[],
  object: Pick<ObjectReference, 'apiVersion' | 'kind'>,
): boolean {
  return names.length === 0 || names.some((name) => kindMatches(name, object));
}

export function referenceTo({ apiVersion, kind, metadata }: KubernetesObject): ObjectReference {
  const namespace = metadata['namespace'];
  return {
    apiVersion,
    kind,
    name: metadata.name,
    namespace: typeof namespace === 'string' ? namespace : null,
  };
}

import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { groupOf } from '../../model/kubernetes.ts';
import type { DocumentPath } from '../../model/workspace.ts';

/** Why something is no Kubernetes object that can be delivered, and which of its fields says so. */
export interface ObjectProblem {
  readonly path: DocumentPath;
  readonly message: string;
}

const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const subdomain = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const rbacName = /^(?!\.{1,2}$)[A-Za-z0-9:._-]+$/;
const version = /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/;
const kindName = /^[A-Z][A-Za-z0-9]{0,62}$/;

/**
 * What keeps a value from being a Kubernetes object: `apiVersion`, `kind`, `metadata.name` and `metadata.namespace` by
 * the rules of apimachinery `pkg/api/validation`. Names are DNS subdomains; the objects of RBAC may also use capitals,
 * `_` and `:` (of the wider set that Kubernetes lets them have, what is safe in a file name). Labels and annotations
 * hold texts only: `"${1}"` is a number, quotes or not. `isOpen` says of a value that it is not known yet and passes.
 */
export function objectProblem(
  object: JsonObject,
  isOpen: (value: Json) => boolean,
): ObjectProblem | undefined {
  const { apiVersion, kind, metadata, items } = object;
  const check = (
    path: DocumentPath,
    value: Json | undefined,
    valid: (text: string) => boolean,
    what: string,
  ) => {
    if (value !== undefined && isOpen(value)) return undefined;
    const name = path.join('.');
    if (value === undefined) return { path, message: `${name} is missing` };
    if (typeof value !== 'string') return { path, message: `${name} is no text: ${shown(value)}` };
    return valid(value) ? undefined : { path, message: `${name} is ${what}: ${shown(value)}` };
  };

  const problem =
    check(['apiVersion'], apiVersion, isApiVersion, 'no group and version') ??
    check(['kind'], kind, (text) => kindName.test(text), 'no kind');
  if (problem !== undefined) return problem;
  // kubectl and Argo CD unpack whatever has a list of items: nobody would have judged what is in it.
  if (Array.isArray(items)) {
    return {
      path: ['items'],
      message: 'a list of objects hides them from the policies: write each as a document of its own',
    };
  }
  if (metadata !== undefined && isOpen(metadata)) return undefined;
  if (!isJsonObject(metadata)) return { path: ['metadata'], message: 'metadata is missing or no map' };
  if (metadata['generateName'] !== undefined) {
    return {
      path: ['metadata', 'generateName'],
      message: 'generateName gives another name each time: use name',
    };
  }
  const isRbac =
    typeof apiVersion !== 'string' ||
    isOpen(apiVersion) ||
    groupOf(apiVersion) === 'rbac.authorization.k8s.io';
  const isName = (text: string) =>
    text.length <= 253 && (subdomain.test(text) || (isRbac && rbacName.test(text)));
  const { name, namespace } = metadata;
  return (
    check(['metadata', 'name'], name, isName, 'no valid name') ??
    (namespace === undefined
      ? undefined
      : check(['metadata', 'namespace'], namespace, (text) => label.test(text), 'no valid namespace')) ??
    textsProblem('labels', metadata, isOpen) ??
    textsProblem('annotations', metadata, isOpen)
  );
}

function textsProblem(
  field: 'labels' | 'annotations',
  metadata: JsonObject,
  isOpen: (value: Json) => boolean,
): ObjectProblem | undefined {
  const texts = metadata[field];
  if (texts === undefined || isOpen(texts)) return undefined;
  const path = ['metadata', field];
  if (!isJsonObject(texts)) return { path, message: `metadata.${field} is no map: ${shown(texts)}` };
  const wrong = Object.entries(texts).find(([, value]) => typeof value !== 'string' && !isOpen(value));
  if (wrong === undefined) return undefined;
  const [key, value] = wrong;
  return {
    path: [...path, key],
    message: `the ${field.slice(0, -1)} ${shown(key)} is no text, but ${shown(value)}: make it one with string(...)`,
  };
}

function isApiVersion(text: string): boolean {
  const parts = text.split('/');
  const [group = ''] = parts;
  if (parts.length === 1) return version.test(text);
  return parts.length === 2 && group.length <= 253 && subdomain.test(group) && version.test(parts[1] ?? '');
}

/** A hostile value must neither flood the terminal nor steer it: JSON escapes control characters. */
function shown(value: Json): string {
  const text = JSON.stringify(value).replace(/[\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '?');
  return text.length > 80 ? `${text.slice(0, 80)}...` : text;
}

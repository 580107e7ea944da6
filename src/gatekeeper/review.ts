import type { Json, JsonObject } from '../model/json.ts';
import { groupOf } from '../model/kubernetes.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { namespaceOf } from './match.ts';

/**
 * What templates see as `input.review`: the AdmissionRequest that Gatekeeper's audit and `gator` make of an object
 * (gatekeeper pkg/target, unstructuredToAdmissionRequest), empty fields as Go writes them.
 */
export function reviewOf(object: KubernetesObject, namespaceObject: KubernetesObject | null): JsonObject {
  const { apiVersion, kind, metadata } = object;
  const namespace = namespaceOf(object);
  return {
    ...emptyRequest,
    kind: { group: groupOf(apiVersion), version: apiVersion.slice(apiVersion.indexOf('/') + 1), kind },
    ...(metadata.name === '' ? {} : { name: metadata.name }),
    ...(namespace === '' ? {} : { namespace }),
    object,
    namespaceObject,
  };
}

/** The review of an AdmissionRequest as it is; on DELETE the object is the old one. */
export function reviewOfRequest(request: JsonObject, namespaceObject: KubernetesObject | null): JsonObject {
  const review: JsonObject = { ...emptyRequest, ...request, namespaceObject };
  return review['operation'] === 'DELETE' ? { ...review, object: review['oldObject'] ?? null } : review;
}

const emptyRequest: Readonly<Record<string, Json>> = {
  uid: '',
  kind: { group: '', version: '', kind: '' },
  resource: { group: '', version: '', resource: '' },
  operation: '',
  userInfo: {},
  object: null,
  oldObject: null,
  options: null,
};

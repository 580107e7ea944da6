import type { Json } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import { groupOf } from '../model/kubernetes.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import { selectorMatches } from '../model/label-selector.ts';
import type { LabelSelector, SelectorRequirement } from '../model/placement.ts';
import type { Field } from './fields.ts';

/** `spec.match` of a constraint. Empty parts match everything. */
export interface Match {
  readonly kinds: readonly { readonly apiGroups: readonly string[]; readonly kinds: readonly string[] }[];
  readonly scope: string;
  readonly namespaces: readonly string[];
  readonly excludedNamespaces: readonly string[];
  readonly labelSelector: LabelSelector | null;
  readonly namespaceSelector: LabelSelector | null;
  readonly name: string;
  readonly source: string;
}

/** What a constraint is matched with. */
export interface Matchable {
  readonly object: KubernetesObject;
  /** The object's Namespace, where it is known. */
  readonly namespace: KubernetesObject | null;
  readonly source: 'Original' | 'Generated';
}

const operators = ['In', 'NotIn', 'Exists', 'DoesNotExist'] as const;
const sources = ['All', 'Generated', 'Original'];

/** Throws CONFIG_INVALID. */
export function readMatch(field: Field): Match {
  return {
    kinds: field
      .get('kinds')
      .items()
      .map((item) => ({ apiGroups: item.get('apiGroups').texts(), kinds: item.get('kinds').texts() })),
    scope: field.get('scope').text(),
    namespaces: field.get('namespaces').items().map(readGlob),
    excludedNamespaces: field.get('excludedNamespaces').items().map(readGlob),
    labelSelector: readSelector(field.get('labelSelector')),
    namespaceSelector: readSelector(field.get('namespaceSelector')),
    name: readGlob(field.get('name')),
    source: readSource(field.get('source')),
  };
}

/** Stars in the middle would never match anything: gatekeeper pkg/wildcard refuses them too. */
function readGlob(field: Field): string {
  const glob = field.text();
  if (/^\*?[-:a-z0-9]*\*?$/.test(glob)) return glob;
  throw field.wrong('must be a name, with a star at the front or the end at most');
}

function readSource(field: Field): string {
  const source = field.text();
  if (source !== '' && !sources.includes(source)) throw field.wrong(`must be one of ${sources.join(', ')}`);
  return source === '' ? 'All' : source;
}

function readSelector(field: Field): LabelSelector | null {
  if (field.value === undefined) return null;
  return {
    matchLabels: field.get('matchLabels').textMap(),
    matchExpressions: field.get('matchExpressions').items().map(readRequirement),
  };
}

function readRequirement(field: Field): SelectorRequirement {
  const given = field.get('operator').requiredText();
  const operator = operators.find((known) => known === given);
  if (operator === undefined) throw field.get('operator').wrong(`must be one of ${operators.join(', ')}`);
  const values = field.get('values').texts();
  const needsValues = operator === 'In' || operator === 'NotIn';
  if (needsValues !== values.length > 0)
    throw field.get('values').wrong(`${needsValues ? 'needs' : 'takes no'} values with ${operator}`);
  return { key: field.get('key').requiredText(), operator, values };
}

/**
 * Whether a constraint is about an object: gatekeeper v3.23 pkg/mutation/match/match.go, in its order. A text says
 * why that cannot be known, which Gatekeeper rejects.
 */
export function matches(match: Match, target: Matchable): boolean | string {
  if (!kindsMatch(match, target) || !scopeMatches(match, target)) return false;
  const namespace = namespaceName(target);
  if (namespace !== null) {
    const { namespaces, excludedNamespaces } = match;
    if (namespaces.length > 0 && !namespaces.some((glob) => globMatches(glob, namespace))) return false;
    if (excludedNamespaces.some((glob) => globMatches(glob, namespace))) return false;
  }
  if (match.labelSelector !== null && !selectorMatches(match.labelSelector, labelsOf(target.object)))
    return false;
  const selected = namespaceSelected(match.namespaceSelector, target);
  if (selected !== true) return selected;
  return nameMatches(match.name, target.object) && (match.source === 'All' || match.source === target.source);
}

/** As `matches`, for the new and the old object of a request: the first one that is not ruled out decides. */
export function matchesAny(match: Match, targets: readonly Matchable[]): boolean | string {
  return targets.map((target) => matches(match, target)).find((answer) => answer !== false) ?? false;
}

function kindsMatch({ kinds }: Match, { object }: Matchable): boolean {
  if (kinds.length === 0) return true;
  const has = (list: readonly string[], element: string) =>
    list.length === 0 || list.includes('*') || list.includes(element);
  const group = groupOf(object.apiVersion);
  return kinds.some((each) => has(each.kinds, object.kind) && has(each.apiGroups, group));
}

function scopeMatches({ scope }: Match, { object, namespace }: Matchable): boolean {
  const hasNamespace = namespaceOf(object) !== '' || namespace !== null;
  if (scope === 'Cluster') return isNamespace(object) || !hasNamespace;
  if (scope === 'Namespaced') return !isNamespace(object) && hasNamespace;
  return true;
}

/** Null for an object of the cluster that is no Namespace: it cannot be ruled out by namespaces. */
function namespaceName({ object, namespace }: Matchable): string | null {
  if (isNamespace(object)) return object.metadata.name;
  if (namespace !== null) return namespace.metadata.name;
  return namespaceOf(object) === '' ? null : namespaceOf(object);
}

function namespaceSelected(
  selector: LabelSelector | null,
  { object, namespace }: Matchable,
): boolean | string {
  if (selector === null) return true;
  if (isNamespace(object)) return selectorMatches(selector, labelsOf(object));
  if (namespace !== null) return selectorMatches(selector, labelsOf(namespace));
  if (namespaceOf(object) === '') return true;
  return `unable to match constraints: its namespaceSelector needs the Namespace ${namespaceOf(object)}, which is not among the objects`;
}

function nameMatches(glob: string, { metadata }: KubernetesObject): boolean {
  if (glob === '' || globMatches(glob, metadata.name)) return true;
  const generated = metadata['generateName'];
  return glob.endsWith('*') && globMatches(glob, typeof generated === 'string' ? generated : '');
}

/** A star at the front, at the end, or at both: gatekeeper pkg/wildcard. */
export function globMatches(glob: string, candidate: string): boolean {
  const front = glob.startsWith('*');
  const end = glob.endsWith('*');
  const middle = glob.replace(/^\*/, '').replace(/\*$/, '');
  if (front && end) return candidate.includes(middle);
  if (front) return candidate.endsWith(middle);
  return end ? candidate.startsWith(middle) : candidate === glob;
}

export function isNamespace(object: KubernetesObject): boolean {
  return object.kind === 'Namespace' && groupOf(object.apiVersion) === '';
}

export function namespaceOf({ metadata }: KubernetesObject): string {
  const namespace = metadata['namespace'];
  return typeof namespace === 'string' ? namespace : '';
}

/** As the Kubernetes client reads them: one label that is no text makes all of them unreadable. */
function labelsOf({ metadata }: KubernetesObject): Readonly<Record<string, string>> {
  const labels: Json | undefined = metadata['labels'];
  if (!isJsonObject(labels)) return {};
  const values = Object.values(labels);
  return values.every((value) => typeof value === 'string') ? (labels as Record<string, string>) : {};
}

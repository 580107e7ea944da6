import { describe, expect, it } from 'vitest';
import { Field } from '../../src/gatekeeper/fields.ts';
import { globMatches, matches, readMatch } from '../../src/gatekeeper/match.ts';
import type { KubernetesObject } from '../../src/model/kubernetes.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';

function read(match: string) {
  const [document] = parseDocuments(`match: ${match}\n`, 'c.yaml');
  return readMatch(Field.root(document!).get('match'));
}

function object(kind: string, metadata: Readonly<Record<string, unknown>>): KubernetesObject {
  const [apiVersion = '', name = ''] = kind.split(' ');
  return { apiVersion, kind: name, metadata: { name: 'x', ...metadata } };
}

const pod = object('v1 Pod', { name: 'web-1', namespace: 'shop', labels: { app: 'web' } });
const deployment = object('apps/v1 Deployment', { namespace: 'kube-system' });
const role = object('rbac.authorization.k8s.io/v1 ClusterRole', {});
const namespace = object('v1 Namespace', { name: 'shop', labels: { team: 'a' } });
const generated = object('v1 Pod', { name: '', generateName: 'web-', namespace: 'shop' });

/** Each with the objects it matches, of the five above; `?`: it cannot be known. The shop's Namespace is not known. */
const table: readonly (readonly [match: string, matched: string])[] = [
  ['{}', 'pod deployment role namespace generated'],
  ['{kinds: [{kinds: [Pod]}]}', 'pod generated'],
  [
    '{kinds: [{apiGroups: [apps], kinds: ["*"]}, {apiGroups: [""], kinds: [Namespace]}]}',
    'deployment namespace',
  ],
  ['{kinds: [{apiGroups: ["*"]}]}', 'pod deployment role namespace generated'],
  ['{kinds: [{apiGroups: [apps], kinds: [Pod]}]}', ''],
  ['{scope: Cluster}', 'role namespace'],
  ['{scope: Namespaced}', 'pod deployment generated'],
  ['{scope: "*"}', 'pod deployment role namespace generated'],
  ['{scope: namespaced}', 'pod deployment role namespace generated'],
  ['{namespaces: [shop]}', 'pod role namespace generated'],
  ['{namespaces: ["kube-*"]}', 'deployment role'],
  ['{namespaces: ["*-system", nope]}', 'deployment role'],
  ['{excludedNamespaces: ["*ube-s*"]}', 'pod role namespace generated'],
  ['{excludedNamespaces: [shop]}', 'deployment role'],
  ['{namespaces: [shop], excludedNamespaces: [shop]}', 'role'],
  ['{labelSelector: {matchLabels: {app: web}}}', 'pod'],
  ['{labelSelector: {}}', 'pod deployment role namespace generated'],
  [
    '{labelSelector: {matchExpressions: [{key: app, operator: DoesNotExist}]}}',
    'deployment role namespace generated',
  ],
  ['{namespaceSelector: {matchLabels: {team: a}}}', 'pod? deployment? role namespace generated?'],
  ['{namespaceSelector: {matchLabels: {team: b}}}', 'pod? deployment? role generated?'],
  ['{kinds: [{kinds: [Namespace]}], namespaceSelector: {matchLabels: {team: a}}}', 'namespace'],
  ['{name: web-1}', 'pod'],
  ['{name: "web-*"}', 'pod generated'],
  ['{name: "*1"}', 'pod'],
  ['{source: All}', 'pod deployment role namespace generated'],
  ['{source: Original}', 'pod deployment role namespace generated'],
  ['{source: Generated}', ''],
];

describe('match', () => {
  it.each(table)('%s', (match, matched) => {
    const parsed = read(match);
    const found = Object.entries({ pod, deployment, role, namespace, generated }).flatMap(([name, each]) => {
      const answer = matches(parsed, { object: each, namespace: null, source: 'Original' });
      if (answer === false) return [];
      return [answer === true ? name : `${name}?`];
    });
    expect(found.join(' ')).toBe(matched);
  });

  it('knows a Namespace by its labels', () => {
    const target = { object: pod, namespace, source: 'Original' } as const;
    expect(matches(read('{namespaceSelector: {matchLabels: {team: a}}}'), target)).toBe(true);
    expect(matches(read('{namespaceSelector: {matchLabels: {team: b}}}'), target)).toBe(false);
  });

  it.each([
    ['{source: Somewhere}', 'match.source must be one of All, Generated, Original.'],
    ['{kinds: Pod}', 'match.kinds must be a list.'],
    [
      '{labelSelector: {matchExpressions: [{key: a, operator: Is}]}}',
      'match.labelSelector.matchExpressions.0.operator must be one of In',
    ],
    [
      '{labelSelector: {matchExpressions: [{key: a, operator: In}]}}',
      'match.labelSelector.matchExpressions.0.values needs values with In.',
    ],
    ['{name: [a]}', 'match.name must be text.'],
    ['{name: "a*b"}', 'match.name must be a name, with a star at the front or the end at most.'],
    ['{excludedNamespaces: [kube_system]}', 'match.excludedNamespaces.0 must be a name'],
    ['{labelSelector: {matchLabels: {tier: 1}}}', 'match.labelSelector.matchLabels.tier must be text.'],
  ])('refuses %s', (match, message) => {
    expect(() => read(match)).toThrow(
      expect.objectContaining({
        code: 'CONFIG_INVALID',
        message: expect.stringContaining(message) as string,
      }) as Error,
    );
  });
});

it.each([
  ['a', 'a', true],
  ['a', 'ab', false],
  ['a*', 'ab', true],
  ['*b', 'ab', true],
  ['*b*', 'abc', true],
  ['*', 'x', true],
  ['**', 'x', true],
  ['a*b', 'axb', false],
])('the glob %s on %s: %s', (glob, candidate, expected) => {
  expect(globMatches(glob, candidate)).toBe(expected);
});

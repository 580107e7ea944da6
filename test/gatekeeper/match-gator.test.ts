import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Field } from '../../src/gatekeeper/fields.ts';
import { Inventory } from '../../src/gatekeeper/inventory.ts';
import { matches, readMatch } from '../../src/gatekeeper/match.ts';
import type { KubernetesObject } from '../../src/model/kubernetes.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';

function object(apiVersion: string, kind: string, metadata: object): KubernetesObject {
  return { apiVersion, kind, metadata } as unknown as KubernetesObject;
}

const objects: Readonly<Record<string, KubernetesObject>> = {
  pod: object('v1', 'Pod', { name: 'web-1', namespace: 'shop', labels: { app: 'web', tier: 'a' } }),
  generated: object('v1', 'Pod', { name: '', generateName: 'web-', namespace: 'kube-system' }),
  deployment: object('apps/v1', 'Deployment', { name: 'web', namespace: 'kube-system' }),
  stray: object('apps/v1', 'Deployment', { name: 'stray', namespace: 'unknown', labels: { app: 'db' } }),
  role: object('rbac.authorization.k8s.io/v1', 'ClusterRole', { name: 'admin', labels: { app: 'web' } }),
  namespace: object('v1', 'Namespace', { name: 'shop', labels: { team: 'a' } }),
  impostor: object('example.com/v1', 'Namespace', { name: 'shop', labels: { app: 'web' } }),
};
const inventory = [
  object('v1', 'Namespace', { name: 'shop', labels: { team: 'a', app: 'web' } }),
  object('v1', 'Namespace', { name: 'kube-system', labels: { team: 'b' } }),
];

const glob = fc.constantFrom(
  'shop',
  'sh*',
  '*op',
  '*ho*',
  '*',
  '**',
  '',
  'kube-*',
  '*-system',
  'web',
  'web-*',
  '*1',
  '*web*',
  'unknown',
);
const requirement = fc.oneof(
  fc.record({
    key: fc.constantFrom('app', 'team'),
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.uniqueArray(fc.constantFrom('web', 'db', 'a', 'b'), { minLength: 1, maxLength: 2 }),
  }),
  fc.record({
    key: fc.constantFrom('app', 'team', 'tier'),
    operator: fc.constantFrom('Exists', 'DoesNotExist'),
  }),
);
const selector = fc.record(
  {
    matchLabels: fc.dictionary(fc.constantFrom('app', 'team'), fc.constantFrom('web', 'a', 'b'), {
      maxKeys: 1,
    }),
    matchExpressions: fc.array(requirement, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
const kinds = fc.record(
  {
    apiGroups: fc.array(fc.constantFrom('', '*', 'apps', 'example.com'), { maxLength: 2 }),
    kinds: fc.array(fc.constantFrom('*', 'Pod', 'Namespace', 'Deployment', 'ClusterRole'), { maxLength: 2 }),
  },
  { requiredKeys: [] },
);
/** Mostly one field or two, so that neither everything nor nothing matches. */
const match = fc
  .record({
    kinds: fc.array(kinds, { maxLength: 2 }),
    scope: fc.constantFrom('Cluster', 'Namespaced', '*', 'cluster'),
    namespaces: fc.array(glob, { maxLength: 2 }),
    excludedNamespaces: fc.array(glob, { maxLength: 2 }),
    labelSelector: selector,
    namespaceSelector: selector,
    name: glob,
    source: fc.constantFrom('All', 'Original', 'Generated'),
  })
  .chain((all) =>
    fc
      .subarray(Object.keys(all), { minLength: 1, maxLength: 3 })
      .map((keys) => Object.fromEntries(Object.entries(all).filter(([key]) => keys.includes(key)))),
  );

const template = `apiVersion: templates.gatekeeper.sh/v1
kind: ConstraintTemplate
metadata: { name: k8smatched }
spec:
  crd: { spec: { names: { kind: K8sMatched } } }
  targets:
    - target: admission.k8s.gatekeeper.sh
      rego: |
        package k8smatched

        violation[{"msg": "matched"}] { true }
`;

const gator = process.env['MCP_GATOR'];

describe('a match, against gator', () => {
  it.skipIf(gator === undefined)('says of 150 random matches what gator says', async () => {
    const samples = fc.sample(match, { numRuns: 150, seed: 20_261_124 });
    const folder = await mkdtemp(join(tmpdir(), 'mcp-match-'));
    try {
      const write = (name: string, value: unknown) => writeFile(join(folder, name), JSON.stringify(value));
      await writeFile(join(folder, 'template.yaml'), template);
      await writeFile(
        join(folder, 'inventory.yaml'),
        inventory.map((each) => JSON.stringify(each)).join('\n---\n'),
      );
      for (const [name, value] of Object.entries(objects)) await write(`${name}.yaml`, value);
      // Each case asserts what mcp says: gator names those where it says otherwise.
      const tests = samples.map((sample, index) => ({
        name: `t${index}`,
        template: 'template.yaml',
        constraint: `c${index}.yaml`,
        cases: Object.entries(objects).map(([name, value]) => ({
          name,
          object: `${name}.yaml`,
          inventory: ['inventory.yaml'],
          assertions: [assertionOf(sample, value)],
        })),
      }));
      for (const [index, sample] of samples.entries())
        await write(`c${index}.yaml`, {
          apiVersion: 'constraints.gatekeeper.sh/v1beta1',
          kind: 'K8sMatched',
          metadata: { name: 'matched' },
          spec: { match: sample },
        });
      await write('suite.yaml', { kind: 'Suite', apiVersion: 'test.gatekeeper.sh/v1alpha1', tests });
      const { stdout } = await execa(gator!, ['verify', '-v', join(folder, 'suite.yaml')], { reject: false });
      expect(stdout.match(/^ {4}--- (?:PASS|FAIL)/gm)).toHaveLength(150 * Object.keys(objects).length);
      const differing = [...stdout.matchAll(/^--- FAIL: t(\d+)/gm)].map(
        ([, index]) => samples[Number(index)],
      );
      expect(differing).toEqual([]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function assertionOf(sample: object, value: KubernetesObject) {
  const [document] = parseDocuments(JSON.stringify({ match: sample }), 'c.yaml');
  const target = {
    object: value,
    namespace: new Inventory(inventory).namespaceFor(value),
    source: 'Original',
  } as const;
  const answer = matches(readMatch(Field.root(document!).get('match')), target);
  if (answer === false) return { violations: 0 };
  return { violations: 1, message: answer === true ? '^matched$' : 'unable to match constraints' };
}

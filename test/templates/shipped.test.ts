import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JsonObject } from '../../src/model/json.ts';
import type { KubernetesObject } from '../../src/model/kubernetes.ts';
import { evaluate } from '../../src/pipeline/evaluate/index.ts';
import { cluster } from '../pipeline/render/fixtures.ts';
import { repositoryRoot } from '../pipeline/source/memory-tree.ts';
import { readFiles } from '../policies/rule-folders.ts';
import { memoryCache } from '../rego/memory-cache.ts';
import { kubeApiserverPrograms, startKubeApiserver, type KubeApiserver } from '../support/kube-apiserver.ts';
import { runContext } from '../support/run-context.ts';
import { renderTemplates } from './render-template.ts';

const folder = join(repositoryRoot, 'templates');
const names = readdirSync(folder).sort();

/** The parameters that each README shows, and further ones. */
const parameterSets: readonly (readonly [template: string, parameters: JsonObject])[] = [
  ...names.map((name) => [name, exampleOf(name)] as const),
  ['control-plane', { namespace: 'shop', level: 'baseline', version: 'v1.34', exemptNamespaces: ['kube-system', 'cni'] }],
  ['namespace-limits', { namespaces: [], quota: { pods: 10 } }],
  [
    'network-default-deny',
    {
      namespaces: ['shop', { name: 'data' }],
      allowSameNamespace: true,
      apiServer: { cidrs: ['10.0.0.1/32', 'fd00::1/128'], port: 443 },
      dns: { namespace: 'openshift-dns', podLabels: { dns: 'default' }, port: 5353 },
    },
  ],
  ['pod-security', { namespaces: ['shop', { name: 'data', level: 'privileged' }], level: 'baseline' }],
  ['rbac-guard-rails', { bindings: [] }],
];

/** Namespaces need their NetworkPolicies. */
const companions: Readonly<Record<string, readonly string[]>> = { 'pod-security': ['network-default-deny'] };
const context = runContext({ cache: memoryCache() });

describe.each(names)('the template %s', (name) => {
  it('documents its parameters and gives an example that no policy denies', async () => {
    const schema = JSON.parse(read(name, 'parameters.schema.json')) as JsonObject;
    expect(schema).toMatchObject({ title: name, description: expect.any(String), additionalProperties: false });
    for (const property of Object.values(schema['properties'] as Record<string, JsonObject>))
      expect(property).toMatchObject({ description: expect.stringMatching(/\.$/u) });

    const together = [name, ...(companions[name] ?? [])];
    const { rendering } = await renderTemplates(together, exampleOf(name));
    const modules = readFiles('policies', '*.rego').filter(({ path }) => !path.endsWith('_test.rego'));
    const parameters = { clusterAdmins: ['Group:break-glass'] };
    const { evaluations, policies } = await evaluate(
      {
        renderings: [rendering],
        clusters: new Map([['a', cluster('a', { environment: 'production' })]]),
        policies: [{ name: 'policies', modules, parameters }],
        exceptions: [],
        fleet: 'acme',
      },
      context,
    );
    const findings = evaluations.get('a')?.findings ?? [];
    expect(findings.length).toBeGreaterThan(0);
    const denying = new Set(policies.flatMap(({ id, enforcement }) => (enforcement === 'deny' ? [id] : [])));
    const wrong = findings.filter(
      ({ policy, state }) => denying.has(policy) && (state === 'fail' || state === 'notEvaluated'),
    );
    expect(wrong.map(({ policy, message }) => `${policy}: ${message}`)).toEqual([]);
  });
});

describe.skipIf(kubeApiserverPrograms() === null)('a real kube-apiserver', () => {
  let server: KubeApiserver;
  beforeAll(async () => {
    const { objects } = await renderTemplates(['control-plane'], { namespace: 'platform' });
    const data = objects[0]!['data'] as Record<string, string>;
    server = await startKubeApiserver({
      admission: data['admission.yaml']!,
      auditPolicy: data['audit-policy.yaml']!,
    });
    for (const name of ['shop', 'data', 'acme-apps', 'acme-data', 'platform'])
      await server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  });
  afterAll(() => server.stop());

  it.each(parameterSets)('takes what %s gives for %j', async (name, parameters) => {
    const { objects } = await renderTemplates([name], parameters);
    for (const object of objects) {
      const { status, body } = await server.apply(object, { dryRun: true });
      expect({ status, says: body['message'] }).toEqual({ status: expect.toSatisfy(isSuccess), says: undefined });
    }
  });

  it('runs with the files of the template control-plane: Pod Security and the audit log', async () => {
    const pod: KubernetesObject = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web', namespace: 'shop' },
      spec: { hostNetwork: true, containers: [{ name: 'web', image: 'web' }] },
    };
    expect(await server.apply(pod)).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('violates PodSecurity "restricted:latest"') },
    });
    const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'shop' } };
    await server.apply({ ...secret, stringData: { password: 'swordfish' } });
    const events = server.auditLog().trim().split('\n').map((line) => JSON.parse(line) as JsonObject);
    const levels = (resource: string) =>
      new Set(
        events.flatMap(({ objectRef, level }) =>
          (objectRef as JsonObject | undefined)?.['resource'] === resource ? [level] : [],
        ),
      );
    expect(levels('secrets')).toEqual(new Set(['Metadata']));
    expect(levels('pods')).toContain('Request');
    expect(levels('events')).toEqual(new Set());
    expect(server.auditLog()).not.toContain('swordfish');
  });
});

function isSuccess(status: number): boolean {
  return status === 200 || status === 201;
}

function read(name: string, file: string): string {
  return readFileSync(join(folder, name, file), 'utf8');
}

/** The example of a template's README: a mapping `parameters`. */
function exampleOf(name: string): JsonObject {
  const [, block = ''] = /^```yaml\n(parameters:\n[\s\S]*?)^```$/mu.exec(read(name, 'README.md')) ?? [];
  return (parse(block) as { readonly parameters: JsonObject }).parameters;
}

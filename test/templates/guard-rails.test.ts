import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { JsonObject } from '../../src/model/json.ts';
import type { KubernetesObject } from '../../src/model/kubernetes.ts';
import { evaluateFiles } from '../../src/pipeline/evaluate/index.ts';
import { readFiles } from '../policies/rule-folders.ts';
import { memoryCache } from '../rego/memory-cache.ts';
import { kubeApiserverPrograms, startKubeApiserver, type KubeApiserver } from '../support/kube-apiserver.ts';
import { findProgram } from '../support/program.ts';
import { runContext } from '../support/run-context.ts';
import { cases, parameters } from './guard-rail-cases.ts';
import { renderTemplates } from './render-template.ts';

const gator = findProgram('MCP_GATOR', 'gator');
const kyverno = findProgram('MCP_TEST_KYVERNO', 'kyverno');
const apiserver = kubeApiserverPrograms();

/** Both would read more objects from a pipe. */
const quiet = { reject: false, stdin: 'ignore' } as const;

/** What each object of the table breaks, by name. */
type Verdicts = Readonly<Record<string, readonly string[]>>;

const expected: Verdicts = Object.fromEntries(
  cases.map(({ object, breaks }) => [object.metadata.name, [...breaks].sort()]),
);

function verdicts(found: readonly (readonly [name: string, rail: string])[]): Verdicts {
  return Object.fromEntries(
    cases.map(({ object: { metadata } }) => [
      metadata.name,
      [...new Set(found.flatMap(([name, rail]) => (name === metadata.name ? [rail] : [])))].sort(),
    ]),
  );
}

/** The rendered template and the objects of the table, as two files. */
async function files(engine: string): Promise<readonly [policies: string, objects: string]> {
  const { objects } = await renderTemplates(['guard-rails'], { ...parameters, engine });
  const folder = mkdtempSync(join(tmpdir(), 'mcp-rails-'));
  const write = (name: string, documents: readonly unknown[]) => {
    writeFileSync(join(folder, name), documents.map((each) => stringify(each)).join('---\n'));
    return join(folder, name);
  };
  return [write('policies.yaml', objects), write('objects.yaml', cases.map(({ object }) => object))];
}

describe('the same guard rails give the same verdicts', () => {
  it('as the shipped policies of the same names', async () => {
    const rails = await railNames();
    const wanted = (path: string) =>
      path.startsWith('policies/lib/') ? !path.endsWith('_test.rego') : rails.has(basename(path, '.rego'));
    const modules = readFiles('policies', '*.rego').filter(({ path }) => wanted(path));
    const source = { name: 'policies', modules, parameters: { ...parameters, podSecurityLevels: {} } };
    const context = runContext({ cache: memoryCache() });
    const documents = cases.map(({ object }) => object as unknown as JsonObject);
    const { findings } = await evaluateFiles(
      { policies: [source], files: documents.map((document, index) => ({ path: `case-${index}`, documents: [document] })) },
      context,
    );
    const failed = findings
      .filter(({ state }) => state === 'fail')
      .map(({ file, policy }) => [file, policy] as const);
    expect(verdicts(failed)).toEqual(expected);
  });

  it.skipIf(gator === undefined)('as Gatekeeper constraints, by gator', async () => {
    const [policies, objects] = await files('gatekeeper');
    const { stdout } = await execa(gator!, ['test', '-f', policies, '-f', objects, '-o', 'json'], quiet);
    const results = JSON.parse(stdout) as readonly {
      readonly violatingObject: KubernetesObject;
      readonly constraint: KubernetesObject;
    }[];
    expect(
      verdicts(results.map(({ violatingObject, constraint }) => [violatingObject.metadata.name, railOf(constraint.metadata.name)])),
    ).toEqual(expected);
  });

  it.skipIf(kyverno === undefined)('as Kyverno policies, by its command line', async () => {
    const [policies, objects] = await files('kyverno');
    const { stdout } = await execa(kyverno!, ['apply', policies, '-r', objects, '-p', '--output-format', 'json'], quiet);
    const { results } = JSON.parse(stdout.slice(stdout.indexOf('{'))) as {
      readonly results: readonly { readonly result: string; readonly policy: string; readonly resources: readonly { readonly name: string }[] }[];
    };
    expect(results.filter(({ result }) => result !== 'pass' && result !== 'fail')).toEqual([]);
    const failed = results.filter(({ result }) => result === 'fail');
    expect(
      verdicts(failed.flatMap(({ policy, resources }) => resources.map(({ name }) => [name, railOf(policy)] as const))),
    ).toEqual(expected);
  });
});

describe.skipIf(apiserver === null)('as ValidatingAdmissionPolicies, in a real kube-apiserver', () => {
  let server: KubeApiserver;
  beforeAll(async () => {
    server = await startKubeApiserver();
    await server.apply({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  });
  afterAll(() => server.stop());

  /** Applies the template and waits until its last policy holds. */
  async function install(validationActions: readonly string[]): Promise<void> {
    const { objects } = await renderTemplates(['guard-rails'], { ...parameters, validationActions: [...validationActions] });
    for (const object of objects) expect(await server.apply(object)).toMatchObject({ body: { kind: object.kind } });
  }

  it('warns of everything that an object breaks, and of nothing else', async () => {
    await install(['Warn']);
    let found: Verdicts = {};
    // A policy takes hold a moment after it was written.
    for (let round = 0; round < 20; round += 1) {
      const seen: (readonly [string, string])[] = [];
      for (const { object } of cases) {
        const { status, body, warnings } = await server.apply(object, { dryRun: true });
        expect({ status, says: body['message'] }).toEqual({ status: 201, says: undefined });
        for (const [, rail] of warnings.join('\n').matchAll(/ValidatingAdmissionPolicy 'mcp-([\w-]+)'/gu))
          seen.push([object.metadata.name, rail!]);
      }
      found = verdicts(seen);
      if (JSON.stringify(found) === JSON.stringify(expected)) break;
      await sleep(500);
    }
    expect(found).toEqual(expected);
  });

  it('refuses what breaks a rail, and leaves what runs already to be labelled', async () => {
    const bad = cases.find(({ breaks }) => breaks.includes('pod-host-network'))!.object;
    expect(await server.apply(bad)).toMatchObject({ status: 201 });
    await install(['Deny']);
    const other = { ...bad, metadata: { ...bad.metadata, name: 'other' } };
    let refused = await server.apply(other, { dryRun: true });
    for (let round = 0; round < 40 && refused.status < 300; round += 1) {
      await sleep(250);
      refused = await server.apply(other, { dryRun: true });
    }
    expect(refused).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining("'mcp-pod-host-network'") },
    });
    const labelled = { ...bad, metadata: { ...bad.metadata, labels: { seen: 'yes' } } };
    expect(await server.apply(labelled)).toMatchObject({ status: 200 });
    const elsewhere = { ...other, metadata: { ...other.metadata, namespace: 'kube-system' } };
    expect(await server.apply(elsewhere, { dryRun: true })).toMatchObject({ status: 201 });
    const good = { ...cases[0]!.object, metadata: { ...cases[0]!.object.metadata, name: 'good' } };
    expect(await server.apply(good)).toMatchObject({ status: 201 });
  });
});

/** `mcp-pod-privileged` -> `pod-privileged`. */
function railOf(name: string): string {
  return name.replace(/^mcp-/u, '');
}

async function railNames(): Promise<ReadonlySet<string>> {
  const { objects } = await renderTemplates(['guard-rails'], { ...parameters, engine: 'kyverno' });
  return new Set(objects.map(({ metadata }) => railOf(metadata.name)));
}

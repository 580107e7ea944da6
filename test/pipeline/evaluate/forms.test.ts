import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { PolicySource } from '../../../src/model/policy.ts';
import { parseDocuments } from '../../../src/yaml/parse.ts';
import { memoryCache } from '../../rego/memory-cache.ts';
import { cluster, exception, lines, object, policy, rendering, run, source } from './policies.ts';

const library = join(import.meta.dirname, '../../gatekeeper/library');

async function gatekeeper(...files: readonly string[]): Promise<PolicySource> {
  const texts = await Promise.all(files.map((file) => readFile(join(library, file), 'utf8')));
  return {
    name: 'gatekeeper',
    modules: [],
    documents: texts.flatMap((text, index) => parseDocuments(text, files[index] ?? '')),
    parameters: {},
  };
}

function constraint(kind: string, name: string, spec: string): PolicySource['documents'] {
  const text = `apiVersion: constraints.gatekeeper.sh/v1beta1\nkind: ${kind}\nmetadata: {name: ${name}, annotations: {severity: High, mcp.policy/controls: "cis-1, cis-2"}}\nspec: ${spec}\n`;
  return parseDocuments(text, `${name}.yaml`);
}

const conftest = [
  'package main',
  'import data.lib',
  'deny_latest contains msg if {',
  '  input.kind == "Pod"',
  '  some container in input.spec.containers',
  '  endswith(container.image, ":latest")',
  '  msg := lib.say(input.metadata.name)',
  '}',
  'warn contains {"msg": "no owner", "hint": 1} if not input.metadata.labels.owner',
  'exception contains ["latest"] if input.metadata.name == "legacy"',
  'violation contains "never" if false',
].join('\n');
const lib = 'package lib\nsay(name) := sprintf("%s uses latest", [name])';

function pod(name: string, image: string) {
  return object('Pod', name, { spec: { containers: [{ image }] } });
}

describe('policies of conftest', () => {
  it('see the object as their input, under the name of their rule', async () => {
    const result = await run({
      policies: [source(conftest, lib)],
      renderings: [rendering('a', pod('web', 'x:latest'), pod('ok', 'x:1'), pod('legacy', 'x:latest'))],
    });
    expect(lines(result)).toEqual([
      'main.deny_latest excepted legacy legacy uses latest',
      'main.deny_latest pass ok',
      'main.deny_latest fail web web uses latest',
      'main.violation pass legacy',
      'main.violation pass ok',
      'main.violation pass web',
      'main.warn fail legacy no owner',
      'main.warn fail ok no owner',
      'main.warn fail web no owner',
    ]);
    const evaluation = result.evaluations.get('a')!;
    expect(evaluation.denials.map(({ policy: id }) => id)).toEqual(['main.deny_latest']);
    expect(evaluation.findings[0]?.exception).toBe('data.main.exception');
    expect(result.policies.map(({ id, severity, enforcement }) => [id, severity, enforcement])).toEqual([
      ['main.deny_latest', 'medium', 'deny'],
      ['main.violation', 'medium', 'deny'],
      ['main.warn', 'medium', 'warn'],
    ]);
  });

  it('have the metadata that their package gives', async () => {
    const text = [
      '# METADATA',
      '# title: T',
      '# description: D',
      '# custom:',
      '#   severity: low',
      '#   controls: [cis-1]',
      '#   kinds: [Pod]',
      '#   team: web',
      'package k8s.pods',
      'deny contains "no"',
    ].join('\n');
    const result = await run({
      policies: [source(text)],
      renderings: [rendering('a', pod('web', 'x'), object('Service', 's'))],
    });
    expect(result.policies).toMatchObject([
      {
        id: 'k8s.pods.deny',
        title: 'T',
        description: 'D',
        severity: 'low',
        controls: ['cis-1'],
        kinds: ['Pod'],
      },
    ]);
    expect(lines(result)).toEqual(['k8s.pods.deny fail web no']);
  });

  it('are told where each manifest lies, and judge equal manifests anew where they lie elsewhere', async () => {
    const text = [
      'package main',
      'file := data.conftest.file',
      'deny contains sprintf("%s in %s", [file.name, file.dir]) if file.name != "Pod-ok.yaml"',
    ].join('\n');
    const web = rendering('a', pod('web', 'x'), pod('ok', 'x'));
    const moved = {
      ...web,
      cluster: 'b',
      manifests: {
        digest: 'moved',
        manifests:
          'manifests' in web
            ? web.manifests.manifests.map((each) => ({ ...each, path: `x/${each.path}` }))
            : [],
      },
    };
    const result = await run({
      policies: [source(text)],
      clusters: new Map([cluster('a'), cluster('b')].map((each) => [each.name, each])),
      renderings: [web, moved],
    });
    expect(lines(result, 'a')).toEqual(['main.deny pass ok', 'main.deny fail web Pod-web.yaml in base']);
    expect(lines(result, 'b')).toEqual(['main.deny pass ok', 'main.deny fail web Pod-web.yaml in x/base']);
  });

  it('see the data of their set', async () => {
    const set = {
      ...source('package main\ndeny contains data.limits.message'),
      data: { limits: { message: 'no' } },
    };
    expect(lines(await run({ policies: [set] }))).toEqual(['main.deny fail web no']);
    const other = { ...set, data: { limits: { message: 'never' } } };
    expect(lines(await run({ policies: [other] }))).toEqual(['main.deny fail web never']);
  });

  it.each([
    ['import data.limits\ndeny contains "x" if limits.replicas > 1', 'data.limits.replicas', 3, 22],
    ['deny contains "x" if data.lib.nothing', 'data.lib.nothing', 2, 22],
    ['deny contains "x" if { some x in data.services; x }', 'data.services', 2, 29],
    ['deny contains "x" if data.conftest.env', 'data.conftest.env', 2, 22],
  ])('must not read what nobody defines: %s', async (rules, reference, line, column) => {
    await expect(run({ policies: [source(`package main\n${rules}`, lib)] })).rejects.toMatchObject({
      code: 'REGO_INVALID',
      message: expect.stringContaining(`${reference} is defined by no policy`) as string,
      position: { file: 'policies/0.rego', line, column },
    });
  });

  it('may replace what nobody defines', async () => {
    const text =
      'package main\nok if true\ndeny contains "y" if ok with data.other as 1\ndeny contains "z" if not ok';
    expect(lines(await run({ policies: [source(text)] }))).toEqual(['main.deny fail web y']);
  });

  it('must not parse configuration', async () => {
    const text = 'package main\ndeny contains "x" if parse_config("yaml", "a: 1").a == 1';
    await expect(run({ policies: [source(text)] })).rejects.toMatchObject({
      code: 'REGO_INVALID',
      message: 'parse_config is refused: a policy gate reads manifests alone',
      position: { line: 2, column: 22 },
    });
  });

  it('may be written in Rego v0', async () => {
    const set = source('package main\ndeny[msg] { msg = input.metadata.name }');
    const old = { ...set, modules: set.modules.map((module) => ({ ...module, version: 'v0' as const })) };
    expect(lines(await run({ policies: [old] }))).toEqual(['main.deny fail web web']);
  });

  it('are excepted by exceptions of the repository too', async () => {
    const result = await run({
      policies: [source('package main\ndeny contains "no"')],
      exceptions: [exception({ policies: ['main.deny'] })],
    });
    expect(lines(result)).toEqual(['main.deny excepted web no']);
  });

  it.each([
    ['deny := "text"', 'the rule gave "text", no set of results'],
    ['deny contains 1', 'the rule gave 1: a result is a text or an object with the text msg'],
    ['deny contains {"message": "x"}', 'the rule gave {"message":"x"}: a result is'],
  ])('must not pass for a mistake: %s', async (rule, message) => {
    const result = await run({ policies: [source(`package main\n${rule}`)] });
    expect(lines(result)[0]).toContain(`main.deny notEvaluated web ${message}`);
  });

  it.each(['deny', 'violation', 'warn', 'deny_pods'])(
    'that read the input of native policies have forgotten their id: %s',
    async (rule) => {
      await expect(
        run({ policies: [source(`package main\n\n${rule} contains "x" if input.object.kind == "Pod"`)] }),
      ).rejects.toMatchObject({
        code: 'REGO_INVALID',
        message: expect.stringContaining('gives no custom.id') as string,
        position: { file: 'policies/0.rego', line: 1 },
      });
    },
  );
});

describe('policies of Gatekeeper', () => {
  const owner = { metadata: { name: 'none', labels: {} } };

  it('judge what their constraint matches', async () => {
    const policies = await gatekeeper('required-labels/template.yaml', 'required-labels/constraint.yaml');
    const result = await run({
      policies: [policies],
      renderings: [rendering('a', object('Namespace', 'none', owner), pod('web', 'x'))],
    });
    expect(lines(result)).toEqual([
      'K8sRequiredLabels/all-must-have-owner fail none you must provide labels: {"gatekeeper", "owner"}',
    ]);
    expect(result.policies).toMatchObject([
      {
        title: 'Required labels',
        description: 'Checks required labels.',
        severity: 'medium',
        enforcement: 'deny',
      },
    ]);
    expect(result.evaluations.get('a')?.denials).toHaveLength(1);
  });

  it('have all manifests of the cluster as their inventory, and their Namespaces', async () => {
    const policies = await gatekeeper('unique-host/template.yaml', 'unique-host/constraint.yaml');
    const ingress = (name: string, host: string) =>
      object('networking.k8s.io/Ingress', name, { spec: { rules: [{ host }] } });
    const namespace = object('Namespace', 'shop', { metadata: { name: 'shop', labels: { team: 'shop' } } });
    const same = [ingress('one', 'a.example'), ingress('two', 'a.example')];
    const result = await run({
      policies: [policies],
      renderings: [
        rendering('a', ...same, namespace),
        rendering('b', ingress('one', 'a.example'), ingress('two', 'b.example'), namespace),
        rendering('c', ingress('one', 'a.example')),
      ],
    });
    const id = 'K8sUniqueIngressHost/unique';
    const conflict = 'ingress host conflicts with an existing ingress <a.example>';
    expect(lines(result)).toEqual([`${id} fail one ${conflict}`, `${id} fail two ${conflict}`]);
    expect(lines(result, 'b')).toEqual([`${id} pass one`, `${id} pass two`]);
    expect(lines(result, 'c')).toEqual([
      expect.stringContaining(
        `${id} notEvaluated one unable to match constraints: its namespaceSelector needs the Namespace shop`,
      ),
    ]);
    expect(result.evaluations.get('c')?.denials).toHaveLength(1);
  });

  it('only report where the action is warn or dryrun, or another enforcement point', async () => {
    const template = await gatekeeper('replica-limits/template.yaml');
    const parameters = 'parameters: {ranges: []}';
    const documents = [
      ...(template.documents ?? []),
      ...(constraint('K8sReplicaLimits', 'dry', `{enforcementAction: dryrun, ${parameters}}`) ?? []),
      ...(constraint(
        'K8sReplicaLimits',
        'gate',
        `{enforcementAction: scoped, scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: "*"}]}], ${parameters}}`,
      ) ?? []),
      ...(constraint(
        'K8sReplicaLimits',
        'audit',
        `{enforcementAction: scoped, scopedEnforcementActions: [{action: deny, enforcementPoints: [{name: audit.gatekeeper.sh}]}], ${parameters}}`,
      ) ?? []),
    ];
    const result = await run({
      policies: [{ ...template, documents }],
      renderings: [rendering('a', pod('web', 'x'))],
    });
    expect(result.evaluations.get('a')?.findings.map(({ policy: id, state }) => `${id} ${state}`)).toEqual([
      'K8sReplicaLimits/audit notApplicable',
      'K8sReplicaLimits/dry fail',
      'K8sReplicaLimits/gate fail',
    ]);
    expect(result.evaluations.get('a')?.denials.map(({ policy: id }) => id)).toEqual([
      'K8sReplicaLimits/gate',
    ]);
    expect(result.policies[0]).toMatchObject({ severity: 'high', controls: ['cis-1', 'cis-2'] });
  });

  it('are remembered between runs', async () => {
    const policies = [await gatekeeper('required-labels/template.yaml', 'required-labels/constraint.yaml')];
    const renderings = [rendering('a', object('Namespace', 'none', owner))];
    const cache = memoryCache();
    const first = await run({ policies, renderings }, { cache });
    const again = memoryCache(cache.entries);
    expect(await run({ policies, renderings }, { cache: again })).toEqual(first);
    expect(again.misses).toEqual([]);
  });

  it('need the template of each constraint', async () => {
    await expect(
      run({ policies: [await gatekeeper('required-labels/constraint.yaml')] }),
    ).rejects.toMatchObject({
      code: 'CONFIG_REFERENCE',
      position: { file: 'required-labels/constraint.yaml', line: 2 },
    });
  });
});

it('the three forms stand side by side in one set', async () => {
  const { documents = [] } = await gatekeeper(
    'required-labels/template.yaml',
    'required-labels/constraint.yaml',
  );
  const native = policy('native', 'deny contains data.lib.say(input.object.metadata.name)');
  const mixed = { ...source(conftest, lib, native), documents };
  const result = await run({
    policies: [mixed],
    renderings: [rendering('a', object('Namespace', 'none', { metadata: { name: 'none' } }))],
  });
  expect(lines(result)).toEqual([
    'K8sRequiredLabels/all-must-have-owner fail none you must provide labels: {"gatekeeper", "owner"}',
    'main.deny_latest pass none',
    'main.violation pass none',
    'main.warn fail none no owner',
    'native fail none none uses latest',
  ]);
});

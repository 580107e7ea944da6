import { describe, expect, it } from 'vitest';
import { lines, policy, run, source } from './policies.ts';

function withMetadata(...metadata: readonly string[]): string {
  return ['# METADATA', ...metadata, 'package test.p', '', 'deny contains "no"', ''].join('\n');
}

describe('METADATA', () => {
  it('says all of a policy', async () => {
    const text = withMetadata(
      '# title: A title',
      '# description: More',
      '# custom:',
      '#   id: p.1',
      '#   severity: critical',
      '#   enforcement: warn',
      '#   controls: [cis-5.2.2, nsa-1]',
      '#   kinds: [Pod, apps/Deployment]',
      '#   remediation: Do it',
    );
    const { policies } = await run({ policies: [source(text)] });
    expect(policies).toEqual([
      {
        id: 'p.1',
        title: 'A title',
        description: 'More',
        severity: 'critical',
        enforcement: 'warn',
        controls: ['cis-5.2.2', 'nsa-1'],
        scope: 'object',
        kinds: ['Pod', 'apps/Deployment'],
        remediation: 'Do it',
        package: 'data.test.p',
        position: { file: 'policies/0.rego', line: 11, column: 1 },
      },
    ]);
  });

  it('has defaults', async () => {
    const text = withMetadata('# title: T', '# custom: {id: p, severity: low}');
    const { policies } = await run({ policies: [source(text)] });
    expect(policies[0]).toMatchObject({
      enforcement: 'deny',
      scope: 'object',
      kinds: [],
      controls: [],
      remediation: '',
    });
  });

  it.each([
    ['no title', ['# custom: {id: p, severity: low}'], 1, 1, 'needs a title'],
    [
      'no severity',
      ['# title: T', '# custom:', '#   id: p'],
      1,
      1,
      'custom.severity must be one of low, medium, high, critical',
    ],
    ['a wrong severity', ['# title: T', '# custom:', '#   id: p', '#   severity: bad'], 5, 5, 'not "bad"'],
    [
      'a wrong enforcement',
      ['# title: T', '# custom:', '#   severity: low', '#   enforcement: yes', '#   id: p'],
      5,
      5,
      'custom.enforcement must be one of deny, warn, not ',
    ],
    [
      'a wrong scope',
      ['# title: T', '# custom:', '#   id: p', '#   severity: low', '#   scope: world'],
      6,
      5,
      'custom.scope must be one of object, cluster, fleet',
    ],
    [
      'kinds that are none',
      ['# title: T', '# custom:', '#   id: p', '#   severity: low', '#   kinds: [apps/v1/Deployment]'],
      6,
      5,
      'custom.kinds must be a list like',
    ],
    [
      'parameters that nobody describes',
      ['# title: T', '# custom:', '#   id: p', '#   severity: low', '#   parameters: { registries: [] }'],
      6,
      5,
      'custom.parameters must be a map like',
    ],
    [
      'kinds that are no list',
      ['# title: T', '# custom:', '#   id: p', '#   severity: low', '#   kinds: Pod'],
      6,
      5,
      'custom.kinds must be a list like',
    ],
    [
      'kinds of a whole cluster',
      ['# title: T', '# custom:', '#   id: p', '#   severity: low', '#   kinds: [Pod]', '#   scope: cluster'],
      6,
      5,
      'only for the scope object',
    ],
    [
      'controls that are no texts',
      ['# title: T', '# custom:', '#   id: p', '#   severity: low', '#   controls: [1]'],
      6,
      5,
      'custom.controls must be a list of control ids',
    ],
    [
      'a wrong id',
      ['# title: T', '# custom:', '#   severity: low', '#   id: "A b"'],
      5,
      5,
      'custom.id must be lower-case',
    ],
    [
      'an id that is no text',
      ['# title: T', '# custom:', '#   severity: low', '#   id: 1'],
      5,
      5,
      'custom.id must be lower-case',
    ],
    [
      'a kind that no object has',
      ['# title: T', '# custom:', '#   id: p', '#   severity: low', '#   kinds: [configmap]'],
      6,
      5,
      'custom.kinds must be a list like [Pod, apps/Deployment], not ["configmap"]',
    ],
    [
      'a misspelt field',
      ['# title: T', '# custom:', '#   id: p', '#   sevrity: low'],
      5,
      5,
      'custom.sevrity is not one of id, severity',
    ],
  ])('must not have %s', async (_name, metadata, line, column, message) => {
    const error = await run({ policies: [source(withMetadata(...metadata))] }).catch(
      (reason: unknown) => reason,
    );
    expect(error).toMatchObject({
      code: 'REGO_INVALID',
      position: { file: 'policies/0.rego', line, column },
    });
    expect((error as Error).message).toContain(message);
  });

  it.each([
    ['no rule deny', 'x := 1', 6],
    ['deny that is no set', 'deny := ["no"]', 8],
    ['deny that is an object', 'deny.x := "no"', 8],
  ])('needs a set: %s', async (_name, rules, line) => {
    await expect(run({ policies: [source(policy('p', rules))] })).rejects.toMatchObject({
      code: 'REGO_INVALID',
      position: { file: 'policies/0.rego', line },
      hint: 'Write "deny contains result if { ... }".',
    });
  });
});

describe('a set of policies', () => {
  const p = policy('p', 'deny contains "no"');

  it('has at least one policy', async () => {
    await expect(run({ policies: [source('package lib\n\nx := 1')] })).rejects.toMatchObject({
      code: 'REGO_INVALID',
      message: 'there is no policy in policies',
      position: { file: 'policies/0.rego', line: 1, column: 1 },
    });
  });

  it('has each id once, over all sets', async () => {
    const twin = p.replace('package test.p', 'package test.twin');
    const duplicate = {
      code: 'CONFIG_DUPLICATE',
      message: 'there are two policies p: data.test.p and data.test.twin',
    };
    await expect(run({ policies: [source(p, twin)] })).rejects.toMatchObject(duplicate);
    await expect(run({ policies: [source(p), source(twin)] })).rejects.toMatchObject({
      ...duplicate,
      position: { file: 'policies/0.rego', line: 6 },
    });
  });

  it('may be spread over packages with odd names, and hold one that is called like ours', async () => {
    const odd = p.replace('package test.p', 'package test["a-b"]["__proto__"]');
    const own = policy('own', 'deny contains "no"').replace('package test.own', 'package mcp_entry');
    const { policies, evaluations } = await run({ policies: [source(odd, own)] });
    expect(policies.map((found) => found.package)).toEqual(['data.mcp_entry', 'data.test["a-b"].__proto__']);
    expect(evaluations.get('a')!.findings.map(({ state }) => state)).toEqual(['fail', 'fail']);
  });

  it('leaves tests of policies aside', async () => {
    const test = 'package test.p_test\n\nimport data.test.p\n\ntest_x if p.nothing(1)\n';
    const withTest = {
      ...source(p),
      modules: [...source(p).modules, { path: 'policies/p_test.rego', text: test }],
    };
    expect((await run({ policies: [withTest] })).policies).toHaveLength(1);
  });

  it('says where Rego is wrong', async () => {
    await expect(run({ policies: [source(p, 'package x\n\ny := http.send({})')] })).rejects.toMatchObject({
      code: 'REGO_INVALID',
      position: { file: 'policies/1.rego', line: 3, column: 6 },
    });
  });
});

it('tells apart packages whose names look alike', async () => {
  const one = policy('one', 'deny contains "one"').replace('package test.one', 'package test["a.b"]');
  const two = policy('two', 'deny contains "two"').replace('package test.two', 'package test.a.b');
  expect(lines(await run({ policies: [source(one, two)] }))).toEqual([
    'one fail web one',
    'two fail web two',
  ]);
});

import { describe, expect, it } from 'vitest';
import { McpError } from '../../../src/model/error.ts';
import { digestOf } from '../../../src/runtime/canonical-json.ts';
import { cluster, exception, lines, object, policy, rendering, run, source } from './policies.ts';

const always = policy('always', 'deny contains "no"');
const never = policy('never', 'deny contains "no" if false');

describe('states', () => {
  it('passes and fails object by object', async () => {
    const named = policy(
      'named',
      'deny contains sprintf("%s is bad", [input.object.metadata.name]) if input.object.metadata.name != "good"',
    );
    const renderings = [rendering('a', object('Pod', 'good'), object('Pod', 'evil'))];
    expect(lines(await run({ renderings, policies: [source(named)] }))).toEqual([
      'named fail evil evil is bad',
      'named pass good',
    ]);
  });

  it('judges the whole of a cluster once', async () => {
    const rules =
      'deny contains sprintf("%d objects in %s", [count(input.objects), input.cluster.claims.region]) if input.objects[0].kind == "Pod"';
    const whole = policy('whole', rules, { scope: 'cluster' });
    const renderings = [rendering('a', object('Pod', 'x'), object('Pod', 'y')), rendering('b')];
    const result = await run({ renderings, policies: [source(whole)] });
    expect(lines(result)).toEqual(['whole fail - 2 objects in eu']);
    expect(lines(result, 'b')).toEqual(['whole pass -']);
  });

  it.each([
    [['Pod'], ['web']],
    [['apps/Deployment'], ['front']],
    [['Deployment'], ['front', 'old']],
    [['extensions/Deployment'], ['old']],
    [
      ['Pod', 'apps/Deployment'],
      ['front', 'web'],
    ],
    [['Secret'], ['-']],
    [[], ['front', 'map', 'old', 'web']],
  ])('of the kinds %j judges %j', async (kinds, names) => {
    const objects = [
      object('apps/Deployment', 'front'),
      object('extensions/Deployment', 'old'),
      object('Pod', 'web'),
      object('ConfigMap', 'map'),
    ];
    const policies = [
      source(
        policy('p', 'deny contains "no" if false', { kinds }),
        policy('q', 'deny contains "no" if false', { kinds: ['Pod'] }),
      ),
    ];
    const result = await run({ renderings: [rendering('a', ...objects)], policies });
    const judged = result.evaluations.get('a')!.findings.filter(({ policy: id }) => id === 'p');
    expect(judged.map(({ object: found }) => found?.name ?? '-').sort()).toEqual(names);
    expect(judged[0]?.state).toBe(names[0] === '-' ? 'notApplicable' : 'pass');
  });

  it('is not applicable where there is no object at all', async () => {
    expect(lines(await run({ renderings: [rendering('a')], policies: [source(always)] }))).toEqual([
      'always notApplicable -',
    ]);
  });

  it('gives no evaluation to what was not rendered', async () => {
    const broken = { cluster: 'b', baselines: [], error: new McpError('CEL_FAILED', 'no') };
    const { evaluations } = await run({ renderings: [rendering('a'), broken], policies: [source(always)] });
    expect([...evaluations.keys()]).toEqual(['a']);
  });

  it('evaluates nothing without policies', async () => {
    const { evaluations, policies } = await run({});
    expect(policies).toEqual([]);
    expect(evaluations.get('a')).toMatchObject({ findings: [], denials: [] });
  });
});

describe('results', () => {
  it.each([
    ['"text"', { message: 'text', field: '', fix: '' }],
    ['{"message": "m", "path": "spec.x", "fix": "f"}', { message: 'm', field: 'spec.x', fix: 'f' }],
    ['{"message": "m", "path": ["spec", "containers", 0, "image"]}', { field: 'spec.containers[0].image' }],
    ['{"message": "m", "path": ["metadata", "labels", "a.b/c"]}', { field: 'metadata.labels["a.b/c"]' }],
    ['{"message": "m", "path": []}', { field: '' }],
  ])('%s', async (result, expected) => {
    const { evaluations } = await run({ policies: [source(policy('p', `deny contains ${result}`))] });
    expect(evaluations.get('a')!.findings).toEqual([
      expect.objectContaining({
        state: 'fail',
        object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name: 'web' },
        path: 'base/Pod-web.yaml',
        origin: { file: 'templates/t.yaml', line: 3, column: 1 },
        ...expected,
      }),
    ]);
  });

  it.each([
    '1',
    '{"msg": "m"}',
    '{"message": 1}',
    '{"message": "m", "path": [null]}',
    '{"message": "m", "fix": 1}',
  ])('%s is no result: not evaluated, and blocked', async (result) => {
    const found = await run({ policies: [source(policy('p', `deny contains ${result}`))] });
    expect(lines(found)[0]).toMatch(/^p notEvaluated web deny gave .*: a result is/);
    expect(found.evaluations.get('a')!.denials).not.toEqual([]);
  });

  it('are sorted, each one once', async () => {
    const rules =
      'deny contains "b"\ndeny contains {"message": "a"}\ndeny contains {"message": "a", "ignored": 1}';
    expect(lines(await run({ policies: [source(policy('p', rules), always)] }))).toEqual([
      'always fail web no',
      'p fail web a',
      'p fail web b',
    ]);
  });

  it('see the parameters of their set', async () => {
    const p = policy('p', 'deny contains input.parameters.registry');
    expect(lines(await run({ policies: [source(p)] }))).toEqual(['p fail web registry.example']);
  });
});

describe('a policy that does not apply everywhere', () => {
  const restricted = policy(
    'restricted',
    'deny contains "no"\nnot_applicable contains sprintf("%s is a laboratory", [input.object.metadata.name]) if input.cluster.labels.use == "lab"',
  );

  it('says so with a reason, where it has one', async () => {
    const renderings = [rendering('a', object('Pod', 'web')), rendering('b', object('Pod', 'web'))];
    const clusters = new Map([
      ['a', cluster('a', { use: 'lab' })],
      ['b', cluster('b', { use: 'shop' })],
    ]);
    const result = await run({ renderings, clusters, policies: [source(restricted, always)] });
    expect(lines(result)).toEqual(['always fail web no', 'restricted notApplicable web web is a laboratory']);
    expect(lines(result, 'b')).toEqual(['always fail web no', 'restricted fail web no']);
  });

  it.each(['1', '""'])('is not evaluated, and blocked, when its reason is %s', async (reason) => {
    const found = await run({
      policies: [source(policy('p', `deny contains "no"\nnot_applicable contains ${reason}`))],
    });
    expect(lines(found)).toEqual(['p notEvaluated web not_applicable gave no set of texts']);
    expect(found.evaluations.get('a')!.denials).not.toEqual([]);
  });

  it('must give a set of reasons', async () => {
    const wrong = policy('p', 'deny contains "no"\nnot_applicable := "always"');
    await expect(run({ policies: [source(wrong)] })).rejects.toThrow(
      'policy data.test.p defines not_applicable as something other than a set',
    );
  });
});

describe('blocking', () => {
  it.each([
    ['what fails', policy('p', 'deny contains "no"'), true],
    ['what passes', never, false],
    ['what fails with a warning', policy('p', 'deny contains "no"', { enforcement: 'warn' }), false],
    ['what throws', policy('p', 'deny contains x if x := bad\nbad := 1\nbad := 2 if input.object'), true],
    [
      'what throws in a warning',
      policy('p', 'deny contains x if x := bad\nbad := 1\nbad := 2 if input.object', { enforcement: 'warn' }),
      false,
    ],
  ])('%s', async (_name, text, blocked) => {
    const { evaluations } = await run({ policies: [source(text)] });
    expect(evaluations.get('a')!.denials.length > 0).toBe(blocked);
  });

  it('leaves only the policy that throws, on the object where it throws, without a verdict', async () => {
    const bad = policy(
      'bad',
      'deny contains "x" if conflict == 3\nconflict := 1\nconflict := 2 if input.object.metadata.name == "evil"',
    );
    const renderings = [rendering('a', object('Pod', 'good'), object('Pod', 'evil'), object('Pod', 'web'))];
    const result = await run({ renderings, policies: [source(always, bad, never)] });
    expect(lines(result).filter((line) => !line.startsWith('always'))).toEqual([
      'bad notEvaluated evil policies/1.rego:10:1: var assignment conflict',
      'bad pass good',
      'bad pass web',
      'never pass evil',
      'never pass good',
      'never pass web',
    ]);
    expect(lines(result).filter((line) => line.startsWith('always fail'))).toHaveLength(3);
  });
});

describe('exceptions', () => {
  const now = { clock: { now: () => new Date('2026-11-24T11:00:00Z') } };
  const policies = [source(always)];

  it.each([
    ['the policy', exception({ policies: ['always'] }), true],
    ['a cluster', exception({ policies: ['always'], clusters: ['a'] }), true],
    ['another cluster', exception({ policies: ['always'], clusters: ['b'] }), false],
    [
      'selected clusters',
      exception({
        policies: ['always'],
        clusterSelector: { matchLabels: { env: 'dev' }, matchExpressions: [] },
      }),
      true,
    ],
    [
      'clusters not selected',
      exception({
        policies: ['always'],
        clusterSelector: {
          matchLabels: {},
          matchExpressions: [{ key: 'env', operator: 'DoesNotExist', values: [] }],
        },
      }),
      false,
    ],
    ['a kind', exception({ policies: ['always'], kinds: ['Pod'] }), true],
    ['another kind', exception({ policies: ['always'], kinds: ['apps/Pod'] }), false],
    ['a namespace', exception({ policies: ['always'], namespaces: ['shop'] }), true],
    ['another namespace', exception({ policies: ['always'], namespaces: ['default'] }), false],
    ['a name', exception({ policies: ['always'], names: ['web', 'x'] }), true],
    ['another name', exception({ policies: ['always'], names: ['we'] }), false],
    ['a day to come', exception({ policies: ['always'] }, { created: '2026-11-25' }), false],
    ['the first day', exception({ policies: ['always'] }, { created: '2026-11-24' }), true],
    ['the last day', exception({ policies: ['always'] }, { expires: '2026-11-24' }), true],
    ['the day before', exception({ policies: ['always'] }, { expires: '2026-11-23' }), false],
    ['a later moment', exception({ policies: ['always'] }, { expires: '2026-11-24T12:00:01+01:00' }), true],
    ['this moment', exception({ policies: ['always'] }, { expires: '2026-11-24T12:00:00+01:00' }), false],
  ])('for %s', async (_name, given, isExcepted) => {
    const clusters = new Map([['a', cluster('a', { env: 'dev' })]]);
    const { evaluations } = await run({ policies, clusters, exceptions: [given] }, now);
    expect(evaluations.get('a')!.findings[0]).toMatchObject(
      isExcepted
        ? { state: 'excepted', exception: 'legacy', message: 'no' }
        : { state: 'fail', exception: null },
    );
    expect(evaluations.get('a')!.denials.length > 0).toBe(!isExcepted);
  });

  it.each([
    ['2026-12-31', '2026-12-30', 'b'],
    ['2026-12-30', '2026-12-31', 'a'],
    ['2026-12-31', '2026-12-31', 'a'],
  ])(
    'gives the one that lasts longest, %s or %s, and calls the others unused',
    async (ofB, ofA, covering) => {
      const match = { policies: ['always', 'never'], namespaces: ['shop'] };
      const exceptions = [
        exception(match, { name: 'b', expires: ofB }),
        exception(match, { name: 'a', expires: ofA }),
      ];
      const { evaluations, unusedExceptions } = await run({ policies: [source(always, never)], exceptions });
      expect(evaluations.get('a')!.findings.map(({ state, exception: name }) => [state, name])).toEqual([
        ['excepted', covering],
        ['pass', null],
      ]);
      expect(unusedExceptions).toEqual([covering === 'a' ? 'b' : 'a']);
    },
  );

  it('are unused when they match nothing that fails, in force, where everything was judged', async () => {
    const broken = { cluster: 'b', baselines: [], error: new McpError('CEL_FAILED', 'no') };
    const exceptions = [
      exception({ policies: ['always'], clusters: ['a'] }, { name: 'used' }),
      exception({ policies: ['never'], clusters: ['a'] }, { name: 'passing' }),
      exception({ policies: ['always'], clusters: ['gone'] }, { name: 'elsewhere' }),
      exception({ policies: ['always'], clusters: ['gone'] }, { name: 'pending', created: '2026-11-25' }),
      exception({ policies: ['always'], clusters: ['b'] }, { name: 'nobody-knows' }),
    ];
    const renderings = [rendering('a', object('Pod', 'web')), broken];
    const result = await run({ renderings, policies: [source(always, never)], exceptions }, now);
    expect(result.unusedExceptions).toEqual(['elsewhere', 'passing']);
  });

  const inside = (path: string) =>
    source(policy('always', `deny contains {"message": "no", "path": ${path}}`));
  const spec = {
    containers: [{ name: 'web' }, { name: 'proxy' }],
    initContainers: [{ name: 'setup' }, {}],
    template: { spec: { containers: [{ name: 'deep' }] } },
  };

  it.each([
    ['["spec", "containers", 1, "image"]', 'proxy', true],
    ['["spec", "containers", 1, "image"]', 'web', false],
    ['["spec", "containers", 1]', 'proxy', true],
    ['"spec.containers.1.image"', 'proxy', true],
    ['["spec", "initContainers", 0]', 'setup', true],
    ['["spec", "template", "spec", "containers", 0, "ports", 0]', 'deep', true],
    ['["spec", "initContainers", 1]', 'setup', false],
    ['["spec", "containers", 2]', 'web', false],
    ['["spec", "containers"]', 'web', false],
    ['["spec", "hostNetwork"]', 'web', false],
    ['["spec", "containers", "__proto__", "name"]', 'web', false],
    ['""', 'web', false],
  ])('for containers: of what lies at %s, those of %s are excepted: %s', async (path, name, isExcepted) => {
    const result = await run({
      renderings: [rendering('a', object('Pod', 'web', { spec }))],
      policies: [inside(path)],
      exceptions: [exception({ policies: ['always'], containers: [name] })],
    });
    expect(lines(result)).toEqual([`always ${isExcepted ? 'excepted' : 'fail'} web no`]);
  });

  it.each([
    ['a whole cluster', { clusters: ['a'] }, true],
    ['objects', { clusters: ['a'], names: ['web'] }, false],
  ])('that name every policy for %s are refused: %s', async (_, match, isRefused) => {
    const ran = run({
      policies: [source(always, never)],
      exceptions: [exception({ policies: ['always', 'never'], ...match })],
    });
    if (!isRefused) expect(lines(await ran)).toEqual(['always excepted web no', 'never pass web']);
    else
      await expect(ran).rejects.toMatchObject({
        code: 'CONFIG_INVALID',
        message: 'exception legacy names every policy there is, and no object',
        position: { file: 'exceptions/legacy.yaml' },
      });
  });

  it('never excuse what could not be evaluated', async () => {
    const bad = source(policy('always', 'deny contains x if x := bad\nbad := 1\nbad := 2 if input.object'));
    const { evaluations } = await run({ policies: [bad], exceptions: [exception({ policies: ['always'] })] });
    expect(evaluations.get('a')).toMatchObject({
      denials: [{ state: 'notEvaluated' }],
      findings: [{ state: 'notEvaluated' }],
    });
  });

  it('cover findings about a whole cluster only when they name no objects', async () => {
    const whole = [source(policy('always', 'deny contains "no"', { scope: 'cluster' }))];
    const wide = await run({ policies: whole, exceptions: [exception({ policies: ['always'] })] });
    const narrow = await run({
      policies: whole,
      exceptions: [exception({ policies: ['always'], kinds: ['Pod'] })],
    });
    expect([lines(wide), lines(narrow)]).toEqual([['always excepted - no'], ['always fail - no']]);
  });

  it.each(['gone', '*'])('must name policies that exist: %s', async (id) => {
    await expect(
      run({ policies, exceptions: [exception({ policies: ['always', id] })] }),
    ).rejects.toMatchObject({
      code: 'CONFIG_REFERENCE',
      message: `exception legacy is about the policy ${id}, which does not exist`,
      position: { file: 'exceptions/legacy.yaml' },
    });
    const expired = exception({ policies: [id] }, { expires: '2025-01-01' });
    expect(lines(await run({ policies, exceptions: [expired] }))).toEqual(['always fail web no']);
  });
});

it('gives equal findings equal digests: those of their canonical JSON', async () => {
  const renderings = [
    rendering('a', object('Pod', 'web')),
    rendering('b', object('Pod', 'web')),
    rendering('c'),
  ];
  const { evaluations } = await run({ renderings, policies: [source(always)] });
  const [a, b, c] = ['a', 'b', 'c'].map((name) => evaluations.get(name)!);
  expect(a!.digest).toBe(digestOf(a!.findings));
  expect(a!.digest).toBe(digestOf(JSON.parse(JSON.stringify(a!.findings))));
  expect(b!.digest).toBe(a!.digest);
  expect(c!.digest).not.toBe(a!.digest);
});

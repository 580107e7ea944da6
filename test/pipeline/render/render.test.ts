import { describe, expect, it } from 'vitest';
import { blobId } from '../../../src/git/blob-id.ts';
import { checkTemplates, render } from '../../../src/pipeline/render/index.ts';
import { parseDocuments } from '../../../src/yaml/parse.ts';
import { baseline, cluster, contents, contextWith, errorOf, memoryCache, renderAll } from './fixtures.ts';

const eu = cluster('paris', { region: 'eu', environment: 'production' });
const us = cluster('austin', { region: 'us', environment: 'development' });

const configMap = (body: string, name = 'settings'): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${body}`;

/** What the only manifest of a template says, as an object. */
async function rendered(body: string, parameters = {}, of = eu): Promise<unknown> {
  const [rendering] = await renderAll([of], [baseline('base', { 't.yaml': configMap(body) }, parameters)]);
  if (rendering === undefined || 'error' in rendering)
    throw rendering?.error ?? new Error('nothing rendered');
  return rendering.manifests.manifests[0]?.object;
}

describe('render: values', () => {
  it('a whole hole keeps its type, a hole in a text becomes text', async () => {
    const body = [
      'data:',
      '  name: ${cluster.name}',
      '  count: ${parameters.count + 1}',
      '  list: ${parameters.list}',
      '  text: "${cluster.labels.region}-${parameters.count}"',
      '  literal: $${HOME}',
      '  from: ${fleet.name}/${baseline.name}',
      '  nested:',
      '    - plain',
      "    - ${parameters.map['a.b']}",
      '  block: |',
      '    region = ${cluster.labels.region}',
      '',
    ].join('\n');
    const parameters = { count: 2, list: [1, { a: 'x' }], map: { 'a.b': true } };
    expect(await rendered(body, parameters)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings' },
      data: {
        name: 'paris',
        count: 3,
        list: [1, { a: 'x' }],
        text: 'eu-2',
        literal: '${HOME}',
        from: 'acme/base',
        nested: ['plain', true],
        block: 'region = eu\n',
      },
    });
  });

  it('parameters are data: a hole in one is not evaluated', async () => {
    expect(await rendered('data: ${parameters}', { a: '${cluster.name}' })).toMatchObject({
      data: { a: '${cluster.name}' },
    });
  });

  it('a text stays a text in the bytes, whatever it looks like', async () => {
    const clusters = [
      cluster('a', { value: 'no' }),
      cluster('b', { value: '0644' }),
      cluster('c', { value: '1e3' }),
    ];
    const template = configMap('data:\n  value: ${cluster.labels.value}\n');
    for (const [i, rendering] of (
      await renderAll(clusters, [baseline('base', { 't.yaml': template })])
    ).entries()) {
      const [text] = Object.values(contents(rendering) as Record<string, string>);
      expect(parseDocuments(text!, 'x')[0]?.value).toMatchObject({
        data: { value: clusters[i]?.labels['value'] },
      });
    }
  });
});

describe('render: manifests', () => {
  it('have a path, canonical bytes, their blob id and the place of their template', async () => {
    const files = {
      'a.yaml': configMap('  namespace: apps\n'),
      'b.yaml':
        '# a comment\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: "acme:Reader"}\n',
    };
    const [rendering] = await renderAll([eu], [baseline('base', files)]);
    if (rendering === undefined || 'error' in rendering) throw new Error('failed');
    const { manifests } = rendering.manifests;
    expect(manifests.map(({ path, baseline: owner, origin }) => [path, owner, origin])).toEqual([
      ['base/_cluster/clusterrole-acme%3AReader.yaml', 'base', { file: 'b.yaml', line: 3, column: 1 }],
      ['base/apps/configmap-settings.yaml', 'base', { file: 'a.yaml', line: 1, column: 1 }],
    ]);
    expect(new TextDecoder().decode(manifests[1]?.bytes)).toBe(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n  namespace: apps\n',
    );
    for (const { id, bytes } of manifests) expect(id).toBe(blobId(bytes));
  });

  it('are shared by all clusters that agree in what the templates read', async () => {
    const files = {
      'a.yaml': configMap('data: {region: "${cluster.labels.region}"}\n', 'region'),
      'b.yaml': configMap('data: {eu: "${cluster.labels.region == \'eu\'}"}\n', 'in-eu'),
    };
    const clusters = [eu, us, cluster('lyon', { region: 'eu' }), cluster('tokyo', { region: 'ap' })];
    const sets = (await renderAll(clusters, [baseline('base', files)])).map((rendering) => {
      if ('error' in rendering) throw rendering.error;
      return rendering.manifests;
    });
    const [austin, lyon, paris, tokyo] = sets;
    expect(lyon).toBe(paris);
    expect(austin).not.toBe(tokyo);
    // Different tuples of `in-eu` and the same outcome: still one manifest.
    expect(austin?.manifests[0]).toBe(tokyo?.manifests[0]);
    expect(austin?.manifests[0]?.path).toContain('in-eu');
  });

  it('come in order of the clusters, each with its own baselines', async () => {
    const [a, b] = [
      baseline('a', { 'a.yaml': configMap('') }),
      baseline('b', { 'b.yaml': configMap('', 'other') }),
    ];
    const selections = new Map([
      ['paris', [a, b]],
      ['austin', [b]],
      ['empty', []],
    ]);
    const clusters = [eu, us, cluster('empty'), cluster('not-selected')];
    const renderings = await render({ fleet: 'acme', clusters, selections }, contextWith(memoryCache()));
    expect(
      renderings.map((each) => [each.cluster, each.baselines, Object.keys(contents(each) as object)]),
    ).toEqual([
      ['austin', ['b'], ['b/_cluster/configmap-other.yaml']],
      ['empty', [], []],
      ['paris', ['a', 'b'], ['a/_cluster/configmap-settings.yaml', 'b/_cluster/configmap-other.yaml']],
    ]);
  });
});

describe('render: annotations of mcp.policy/', () => {
  const annotated = (annotations: string, rest = ''): string =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: "x\${has(cluster.labels.n) ? cluster.labels.n : ''}"\n  annotations:\n${annotations}${rest}`;

  it('includeWhen leaves a document out, and never reaches the output', async () => {
    const text = annotated("    mcp.policy/includeWhen: ${cluster.labels.region == 'eu'}\n");
    const [austin, paris] = await renderAll([us, eu], [baseline('base', { 't.yaml': text })]);
    expect(contents(austin)).toEqual({});
    expect(contents(paris)).toEqual({
      'base/_cluster/configmap-x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n',
    });
  });

  it('forEach renders once for each element; other annotations stay', async () => {
    const text = `apiVersion: v1
kind: ConfigMap
metadata:
  name: \${item.name}
  annotations:
    mcp.policy/forEach: \${parameters.namespaces}
    mcp.policy/includeWhen: \${item.name != 'skipped'}
    index: at-\${index}
`;
    const parameters = { namespaces: [{ name: 'one' }, { name: 'skipped' }, { name: 'two' }] };
    const [paris] = await renderAll([eu], [baseline('base', { 't.yaml': text }, parameters)]);
    const made = (name: string, index: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  annotations:\n    index: at-${index}\n  name: ${name}\n`;
    expect(contents(paris)).toEqual({
      'base/_cluster/configmap-one.yaml': made('one', '0'),
      'base/_cluster/configmap-two.yaml': made('two', '2'),
    });
  });

  it('an annotations map that was empty before stays', async () => {
    expect(await rendered('  annotations: {}\n')).toMatchObject({ metadata: { annotations: {} } });
  });
});

describe('render: overrides', () => {
  it('merge maps, replace everything else, the later one wins', async () => {
    const overrides = [
      {
        when: "${cluster.labels.environment == 'development'}",
        parameters: { level: 'baseline', deep: { a: 2, list: [9] } },
      },
      { when: "${cluster.labels.region == 'us'}", parameters: { deep: { c: null } } },
    ];
    const base = baseline(
      'base',
      { 't.yaml': configMap('data: ${parameters}\n') },
      { level: 'restricted', deep: { a: 1, b: 1, c: 1, list: [1, 2] } },
      overrides,
    );
    const data = (await renderAll([eu, us], [base])).map((each) =>
      'error' in each ? each.error : each.manifests.manifests[0]?.object['data'],
    );
    expect(data).toEqual([
      { level: 'baseline', deep: { a: 2, b: 1, c: null, list: [9] } },
      { level: 'restricted', deep: { a: 1, b: 1, c: 1, list: [1, 2] } },
    ]);
  });

  it('a condition that fails is the error of its cluster alone', async () => {
    const base = baseline('base', { 't.yaml': configMap('') }, {}, [
      { when: '${cluster.labels.tier > 1}', parameters: {} },
    ]);
    const [fails, works] = await renderAll([cluster('a'), cluster('b', { tier: 'x' })], [base]);
    expect(contents(fails)).toBe('CEL_FAILED baselines/b.yaml:9:7 cluster a: no such key: tier');
    expect(contents(works)).toMatch(
      /^CEL_FAILED baselines\/b.yaml:9:7 cluster b: found no matching overload/,
    );
  });
});

describe('render: errors of one cluster', () => {
  it('name the cluster, the place and the expression; the others go on', async () => {
    const template = configMap('data:\n  a: b\n  zone: zone-${cluster.labels.zone}\n');
    const [paris, zoned] = await renderAll(
      [eu, cluster('zoned', { zone: 'z' })],
      [baseline('base', { 't.yaml': template })],
    );
    if (paris === undefined || !('error' in paris)) throw new Error('no error');
    expect(paris.error).toMatchObject({
      code: 'CEL_FAILED',
      message: 'cluster paris: no such key: zone\n    cluster.labels.zone\n                  ^',
      position: { file: 't.yaml', line: 7, column: 30 },
    });
    expect(paris.baselines).toEqual(['base']);
    expect(contents(zoned)).toHaveProperty(['base/_cluster/configmap-settings.yaml']);
  });

  it.each([
    [
      'the same object in two baselines',
      [configMap(''), configMap('data: {a: b}\n')],
      'ConfigMap settings comes twice: from 0.yaml:1:1 (baseline b0) and 1.yaml:1:1 (baseline b1)',
      '1.yaml:1:1',
    ],
    [
      'one apiVersion of a group and another',
      [
        'apiVersion: a.io/v1\nkind: A\nmetadata: {name: x}',
        'apiVersion: a.io/v2\nkind: A\nmetadata: {name: x}',
      ],
      'A.a.io x comes twice: from 0.yaml:1:1 (baseline b0) and 1.yaml:1:1 (baseline b1)',
      '1.yaml:1:1',
    ],
    [
      'the same object twice in a file',
      [`${configMap('')}---\n${configMap('')}`],
      'ConfigMap settings comes twice: from 0.yaml:1:1 (baseline b0) and 0.yaml:6:1 (baseline b0)',
      '0.yaml:6:1',
    ],
    [
      'two groups with one kind and name',
      [
        'apiVersion: a.io/v1\nkind: A\nmetadata: {name: x}\n---\napiVersion: b.io/v1\nkind: A\nmetadata: {name: x}',
      ],
      'the file b0/_cluster/a-x.yaml comes twice: from 0.yaml:1:1 (baseline b0) and 0.yaml:5:1 (baseline b0)',
      '0.yaml:5:1',
    ],
    [
      'a forEach with an element twice',
      [configMap("  annotations: {mcp.policy/forEach: \"${['a', 'a']}\"}\n", '${item}')],
      'ConfigMap a comes twice: from 0.yaml:1:1 (baseline b0) and 0.yaml:1:1 (baseline b0)',
      '0.yaml:1:1',
    ],
  ])('conflict: %s', async (_, texts, message, place) => {
    const baselines = texts.map((text, i) => baseline(`b${i}`, { [`${i}.yaml`]: text }));
    const [rendering] = await renderAll([eu], baselines);
    expect(contents(rendering)).toBe(`TEMPLATE_INVALID ${place} cluster paris: ${message}`);
  });

  it('the same name in another namespace or of another kind is another object', async () => {
    const text = ['', '  namespace: a\n', '  namespace: b\n'].map((rest) => configMap(rest)).join('---\n');
    const secret = 'apiVersion: v1\nkind: Secret\nmetadata: {name: settings}\n';
    const [rendering] = await renderAll([eu], [baseline('base', { 'a.yaml': text, 'b.yaml': secret })]);
    expect(Object.keys(contents(rendering) as object)).toHaveLength(4);
  });

  it.each(['../../etc', '..', 'a/b', 'A', 'a\nb', '', '-a', '\u202ea', 'x'.repeat(254)])(
    'hostile name %j',
    async (label) => {
      for (const field of ['name', 'namespace']) {
        const metadata =
          field === 'name' ? 'name: ${cluster.labels.x}' : 'name: ok\n  namespace: ${cluster.labels.x}';
        const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  ${metadata}\n`;
        const [rendering] = await renderAll(
          [cluster('c', { x: label })],
          [baseline('base', { 't.yaml': text })],
        );
        expect(contents(rendering)).toMatch(
          /^TEMPLATE_INVALID t.yaml:[45]:3 cluster c: metadata\.name(space)? is no valid name/,
        );
        expect(contents(rendering)).not.toMatch(/[\n\u202e]/u);
      }
    },
  );

  it('a name that is no file name is refused', async () => {
    const text = configMap('', 'a'.repeat(245));
    const [rendering] = await renderAll([eu], [baseline('base', { 't.yaml': text })]);
    expect(contents(rendering)).toMatch(
      /^TEMPLATE_INVALID t.yaml:1:1 cluster paris: metadata.name is too long/,
    );
  });

  it('computed annotations cannot steer', async () => {
    const text = configMap("  annotations: \"${{'mcp.policy/includeWhen': 'no'}}\"\n");
    const [rendering] = await renderAll([eu], [baseline('base', { 't.yaml': text })]);
    expect(contents(rendering)).toBe(
      'TEMPLATE_INVALID t.yaml:5:3 cluster paris: a hole gives annotations of the group mcp.policy/',
    );
  });
});

describe('render: the cache', () => {
  const files = {
    'a.yaml': configMap('data: {a: "${cluster.labels.region + \'!\'}"}\n'),
    'b.yaml': configMap('data: {a: "${parameters.a}"}\n', 'other'),
    'c.yaml': configMap('data: {a: "${string(size(cluster.labels.region))}"}\n', 'same'),
  };
  const make = (parameters = { a: 'x' }) =>
    baseline('base', files, parameters, [
      { when: "${cluster.labels.environment == 'development'}", parameters: { a: 'dev' } },
    ]);

  it('a second run reads one entry for each baseline, writes none and gives the same', async () => {
    const cache = memoryCache();
    const first = await renderAll([eu, us], [make()], cache);
    expect([cache.reads, cache.writes]).toEqual([1, 1]);
    const second = await renderAll([eu, us], [make()], cache);
    expect([cache.reads, cache.writes]).toEqual([2, 1]);
    expect(second).toEqual(first);
    expect(second.map(contents)).toEqual(first.map(contents));
  });

  it('takes up where it stood when a new cluster comes', async () => {
    const cache = memoryCache();
    await renderAll([eu], [make()], cache);
    const both = await renderAll([eu, us], [make()], cache);
    expect(cache.writes).toBe(2);
    const [austin, paris] = both.map((each) => ('error' in each ? [] : each.manifests.manifests));
    // Made now and read back: where they are equal, they are one.
    expect(austin?.some((manifest) => paris?.includes(manifest))).toBe(true);
    expect(both.map(contents)).toEqual((await renderAll([eu, us], [make()])).map(contents));
    await renderAll([eu, us], [make()], cache);
    expect(cache.writes).toBe(2);
  });

  it('does not remember what failed', async () => {
    const cache = memoryCache();
    for (let run = 0; run < 2; run += 1) {
      const [rendering] = await renderAll([cluster('bare')], [baseline('base', files, { a: 'x' })], cache);
      expect(contents(rendering)).toMatch(/^CEL_FAILED a.yaml:5:\d+ cluster bare: no such key: region/);
    }
  });

  it('is not asked for another fleet, parameter or template', async () => {
    const cache = memoryCache();
    await renderAll([eu], [make()], cache);
    await renderAll([eu], [make({ a: 'y' })], cache);
    await renderAll(
      [eu],
      [baseline('base', { ...files, 'b.yaml': `${files['b.yaml']}# changed` }, { a: 'x' })],
      cache,
    );
    expect(cache.writes).toBe(3);
  });
});

describe('checkTemplates', () => {
  it('finds what is wrong without any cluster', async () => {
    const bad = baseline('base', { 't.yaml': configMap('data: {a: "${clutser}"}\n') });
    const check = (each: typeof bad) =>
      checkTemplates({ fleet: 'acme', baselines: [each] }, { cache: memoryCache() });
    await expect(check(bad)).rejects.toMatchObject({ code: 'CEL_INVALID' });
    await expect(check(baseline('base', { 't.yaml': configMap('') }))).resolves.toBeUndefined();
    const input = { fleet: 'acme', clusters: [], selections: new Map(), baselines: [bad] };
    await expect(render(input, contextWith(memoryCache()))).rejects.toMatchObject({ code: 'CEL_INVALID' });
    const when = baseline('base', {}, {}, [{ when: 'cluster.name', parameters: {} }]);
    expect(errorOf(await check(when).catch((error: unknown) => error))).toMatch(
      /^CEL_INVALID baselines\/b.yaml:9:7 the condition is not one/,
    );
  });
});

it('stops when the run is aborted', async () => {
  const signal = AbortSignal.abort(new Error('enough'));
  const selections = new Map([['paris', []]]);
  await expect(
    render({ fleet: 'f', clusters: [eu], selections }, contextWith(memoryCache(), signal)),
  ).rejects.toThrow('enough');
});

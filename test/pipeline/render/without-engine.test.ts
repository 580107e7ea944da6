import { expect, it, vi } from 'vitest';
import { baseline, cluster, contents, contextWith, memoryCache, renderAll } from './fixtures.ts';

const text = `apiVersion: v1
kind: ConfigMap
metadata: {name: "\${cluster.labels.region + '-settings'}"}
`;
const make = () => baseline('base', { 't.yaml': text });
const [eu, us] = [cluster('paris', { region: 'eu' }), cluster('austin', { region: 'us' })];

it('neither the CEL engine nor the templates are needed when the cache knows all outcomes', async () => {
  const cache = memoryCache();
  const first = await renderAll([eu], [make()], cache);
  vi.resetModules();
  vi.doMock('../../../src/cel/engine.ts', () => {
    throw new Error('the engine was loaded');
  });
  vi.doMock('../../../src/pipeline/render/baseline-template.ts', () => ({
    compileBaseline: () => Promise.reject(new Error('the baseline was compiled')),
  }));
  const { render } = await import('../../../src/pipeline/render/index.ts');
  const again = (of: typeof eu) =>
    render({ fleet: 'acme', clusters: [of], selections: new Map([[of.name, [make()]]]) }, contextWith(cache));
  expect((await again(eu)).map(contents)).toEqual(first.map(contents));
  await expect(again(us)).rejects.toThrow('the baseline was compiled');
});

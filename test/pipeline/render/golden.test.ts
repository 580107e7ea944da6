import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { baseline, cluster, contents, renderAll } from './fixtures.ts';

const folder = new URL('golden/', import.meta.url);
const files = Object.fromEntries(
  readdirSync(new URL('templates/', folder)).map((name) => [
    `templates/${name}`,
    readFileSync(new URL(`templates/${name}`, folder), 'utf8'),
  ]),
);
const clusters = [
  cluster(
    'oslo',
    { region: 'eu-north', country: 'NO', environment: 'production' },
    { claims: { platform: 'AKS' } },
  ),
  cluster(
    'test-1',
    { region: 'us-east', country: 'US', environment: 'development' },
    { taints: [{ key: 'gpu', value: 'a100', effect: 'NoSelect', timeAdded: null }] },
  ),
];
const parameters = {
  level: 'restricted',
  allowDns: true,
  version: 1.3,
  replicas: 2,
  namespaces: [
    { name: 'payments', team: 'payments' },
    { name: 'legacy', team: 'core', level: 'baseline' },
  ],
};
const overrides = [
  {
    when: "${cluster.labels.environment == 'development'}",
    parameters: { level: 'baseline', replicas: 1, auditors: ['dev-auditors'] },
  },
];

describe('a realistic folder of templates', async () => {
  const renderings = await renderAll(clusters, [baseline('platform', files, parameters, overrides)]);

  it.each(renderings)('$cluster', async (rendering) => {
    const made = contents(rendering) as Record<string, string>;
    const text = Object.entries(made)
      .map(([path, yaml]) => `# ${path}\n---\n${yaml}`)
      .join('');
    await expect(text).toMatchFileSnapshot(`golden/expected/${rendering.cluster}.yaml`);
  });
});

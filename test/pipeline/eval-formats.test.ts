import { join } from 'node:path';
import { expect, it } from 'vitest';
import { evalFiles } from '../../src/pipeline/eval-files.ts';
import { InputFiles } from '../../src/runtime/input-files.ts';
import { memoryCache } from '../rego/memory-cache.ts';
import { runContext } from '../support/run-context.ts';

const corpus = join(import.meta.dirname, '../conftest/corpus');
const root = join(import.meta.dirname, '../..');
const cache = memoryCache();

async function evaluate(
  paths: readonly string[],
  policies: readonly string[],
  namespaces: readonly string[] = [],
) {
  const { findings } = await evalFiles(
    {
      directory: corpus,
      ref: 'HEAD',
      cacheDirectory: corpus,
      version: '0.0.0',
      worktree: false,
      signers: null,
      shippedRoot: root,
      paths,
      standardInput: () => Promise.resolve(''),
      policies,
      data: [],
      namespaces,
      combine: false,
      parameters: undefined,
      clusterLabels: {},
      allow: [],
      regoVersion: 'v1',
      parser: undefined,
      explain: false,
      files: new InputFiles(),
    },
    runContext({ cache }),
  );
  return findings
    .filter(({ state }) => state !== 'pass')
    .map(({ form, policy, message, position, source }) => [form, policy, message, position?.line, source]);
}

it('a Dockerfile that is named is judged by policies of conftest', async () => {
  const found = await evaluate([join(corpus, 'formats/Dockerfile')], [join(corpus, 'policy')], ['config']);
  expect(found.at(-1)).toEqual([
    'conftest',
    'config.deny',
    'line 1: ubuntu:latest',
    1,
    '# syntax=docker/dockerfile:1',
  ]);
});

it('ConstraintTemplates of a folder judge files, all of them their inventory', async () => {
  const library = join(root, 'test/gatekeeper/library/unique-host');
  const found = await evaluate([join(library, 'a.yaml'), join(library, 'b.yaml')], [library]);
  expect(found).toEqual([
    [
      'gatekeeper',
      'K8sUniqueIngressHost/unique',
      'ingress host conflicts with an existing ingress <one.example>',
      1,
      expect.any(String),
    ],
    [
      'gatekeeper',
      'K8sUniqueIngressHost/unique',
      'ingress host conflicts with an existing ingress <one.example>',
      1,
      expect.any(String),
    ],
    ['gatekeeper', 'K8sUniqueIngressHost/unique', 'namespace <shop> is closed', 1, expect.any(String)],
  ]);
});

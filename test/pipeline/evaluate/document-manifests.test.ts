import { describe, expect, it } from 'vitest';
import type { Json } from '../../../src/model/json.ts';
import { documentManifests } from '../../../src/pipeline/evaluate/index.ts';

describe('the Kubernetes objects among documents', () => {
  const pod = { apiVersion: 'v1', kind: 'Pod' };

  it.each<[string, Json, number]>([
    ['an object', { ...pod, metadata: { name: 'a' } }, 1],
    ['one whose name is generated', { ...pod, metadata: { generateName: 'a-' } }, 1],
    ['one without metadata', pod, 1],
    ['one whose metadata are null, which is none', { ...pod, metadata: null }, 1],
    ['a document without kind', { apiVersion: 'v1' }, 0],
    ['the state of a fleet', { apiVersion: 'mcp.policy/v1alpha1', kind: 'FleetState', spec: {} }, 0],
    ['a text', 'Pod', 0],
  ])('%s', (_, value, expected) => {
    expect(documentManifests([{ path: 'a.yaml', documents: [value] }]).manifests).toHaveLength(expected);
  });
});

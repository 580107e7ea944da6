import { describe, expect, it } from 'vitest';
import { compileManagedCluster } from '../../src/cel/managed-cluster.ts';
import { makeCluster } from '../pipeline/placement/make.ts';

const position = { file: 'placement.yaml', line: 3, column: 5 };
const cluster = makeCluster('c1', {
  labels: { environment: 'production', version: '1.31.2' },
  claims: { platform: 'AWS' },
  allocatable: { cpu: '4', memory: '1.5Gi' },
  capacity: { cpu: '8' },
  managedCluster: {
    metadata: { name: 'c1', annotations: { note: '{"level": 3}' }, labels: { stale: 'yes' } },
    spec: { taints: [] },
    status: { version: { kubernetes: 'v1.31.2' } },
  },
});
const scores = (name: string) => (name === 'load' ? [{ name: 'cpu', value: 40 }] : undefined);
const mismatch = (text: string, of = cluster) => compileManagedCluster(text, position).mismatch(of, scores);

describe('a CEL selector', () => {
  it.each([
    'managedCluster.metadata.name == "c1" && managedCluster.kind == "ManagedCluster"',
    'managedCluster.metadata.labels["environment"] == "production"',
    'managedCluster.status.version.kubernetes.startsWith("v1.31")',
    'managedCluster.metadata.annotations.note.parseJSON().level == 3.0',
    'managedCluster.scores("load").exists(s, s.name == "cpu" && s.value == 40)',
    'managedCluster.status.clusterClaims == [{"name": "platform", "value": "AWS"}]',
    'semver(managedCluster.metadata.labels.version).isGreaterThan(semver("1.31.0"))',
    'quantity(managedCluster.status.allocatable.memory) == quantity("1536Mi")',
    'managedCluster.status.allocatable.memory == "1536Mi"',
    '!has(managedCluster.spec.taints) && !("stale" in managedCluster.metadata.labels)',
  ])('matches: %s', (text) => {
    expect(mismatch(text)).toBeNull();
  });

  it.each([
    ['managedCluster.metadata.name == "c2"', 'is false'],
    ['managedCluster.metadata.name', 'is "c1"'],
    ['managedCluster.metadata.labels.region == "eu"', 'fails: no such key: region'],
    ['managedCluster.scores("none").size() == 0', 'fails: there is no AddOnPlacementScore none'],
    ['"{".parseJSON() == 1', 'fails: parseJSON() is given a text that is no JSON'],
    ['semver("v1.2").major() == 1', 'fails: semver() is given "v1.2", which is no version'],
    ['quantity("1").isLessThan(semver("1.0.0"))', 'fails: found no matching overload'],
  ])('%s does not match: %s', (text, why) => {
    expect(mismatch(text)).toBe(`the CEL expression ${text} ${why}`);
  });

  it.each(['managedCluster.', 'cluster.name == "c1"', 'managedCluster.score("load") == []'])(
    'is refused: %s',
    (text) => {
      expect(() => mismatch(text)).toThrow(expect.objectContaining({ code: 'CEL_INVALID', position }));
    },
  );

  it('asks for the scores of the cluster at hand alone', () => {
    const expression = compileManagedCluster('managedCluster.scores("load").size() == 1', position);
    expect(expression.mismatch(cluster, scores)).toBeNull();
    expect(expression.mismatch(cluster, () => undefined)).toContain('there is no AddOnPlacementScore');
  });
});

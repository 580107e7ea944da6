import fc from 'fast-check';
import type { Json, JsonObject } from '../../../src/model/json.ts';

/** The objects of a hub at a moment. */
export interface HubCase {
  readonly now: string;
  readonly clusters: readonly JsonObject[];
  readonly sets: readonly JsonObject[];
  readonly bindings: readonly JsonObject[];
  readonly scores: readonly JsonObject[];
  readonly decisions: readonly JsonObject[];
  /** By namespace and name, with the defaults of the CRD. */
  readonly placements: readonly JsonObject[];
}

const ocm = 'cluster.open-cluster-management.io';
const now = '2026-11-24T12:00:00Z';
const clusterNames = Array.from({ length: 14 }, (_, index) => `c${index}`);
const times = [
  '2026-11-24T11:58:20Z',
  '2026-11-24T11:59:59Z',
  '2026-11-24T13:59:59+02:00',
  '1970-01-01T00:00:00Z',
  '2026-11-24T12:00:00Z',
  '2026-11-25T00:00:00Z',
];

/** Leaves out the properties that are undefined. */
function object(fields: object): JsonObject {
  return JSON.parse(JSON.stringify(fields)) as JsonObject;
}

const some = <T>(item: fc.Arbitrary<T>, maxLength: number, minLength = 0) =>
  fc.array(item, { maxLength, minLength });

const labels = fc.record({
  region: fc.option(fc.constantFrom('eu', 'us', ''), { nil: undefined }),
  tier: fc.option(fc.constantFrom('gold', 'silver'), { nil: undefined }),
  version: fc.option(fc.constantFrom('1.30.1', '1.31.0', 'v1.2'), { nil: undefined }),
  [`${ocm}/clusterset`]: fc.constantFrom('default', 's1', 's2'),
});

const taint = fc
  .record({
    key: fc.constantFrom('gpu', 'old'),
    value: fc.constantFrom('', 'yes'),
    effect: fc.constantFrom('NoSelect', 'PreferNoSelect', 'NoSelectIfNew'),
    timeAdded: fc.constantFrom(...times),
  })
  .map(object);

const quantity = fc.constantFrom(
  ...[
    '4',
    '8',
    '3500m',
    '0',
    '16Gi',
    '32Gi',
    '1.5Gi',
    '12e3',
    '1000001n',
    '7',
    '33554432Ki',
    '2.5',
    '0.5Ki',
    '1.500',
    '1.50',
    '10k',
    '10000',
    '2e4',
    '1025Ki',
    '0.001',
    '0.1Mi',
    '1e5',
  ],
);
const resources = fc.record({
  cpu: fc.option(quantity, { nil: undefined }),
  memory: fc.option(quantity, { nil: undefined }),
});

const cluster = (name: string) =>
  fc
    .record({
      labels,
      claims: some(
        fc.record({ name: fc.constantFrom('platform', 'flavour'), value: fc.constantFrom('AWS', 'GCP') }),
        2,
      ),
      taints: some(taint, 2),
      allocatable: resources,
      capacity: resources,
      terminating: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
    })
    .map(({ labels: own, claims, taints, allocatable, capacity, terminating }) =>
      object({
        apiVersion: `${ocm}/v1`,
        kind: 'ManagedCluster',
        metadata: { name, labels: own as JsonObject, ...(terminating && { deletionTimestamp: now }) },
        spec: { hubAcceptsClient: true, leaseDurationSeconds: 60, taints },
        status: {
          ...{ allocatable: allocatable as JsonObject, capacity: capacity as JsonObject },
          clusterClaims: claims.filter(({ name: claim }, index) => {
            return claims.findIndex((other) => other.name === claim) === index;
          }),
          conditions: [],
        },
      }),
    );

const requirement = (keys: readonly string[], values: readonly string[]) =>
  fc
    .record({
      key: fc.constantFrom(...keys),
      operator: fc.constantFrom('In', 'NotIn', 'Exists', 'DoesNotExist'),
      values: some(fc.constantFrom(...values), 2, 1),
    })
    .map(({ key, operator, values: listed }) =>
      object({ key, operator, values: operator.endsWith('In') ? listed : undefined }),
    );
const labelSelector = fc.record({
  matchLabels: fc.constantFrom<JsonObject>({}, {}, { region: 'eu' }, { tier: 'gold' }),
  matchExpressions: some(requirement(['region', 'tier', 'zone'], ['eu', 'us', 'gold', '']), 1),
});
const claimSelector = fc.record({
  matchExpressions: some(requirement(['platform', 'flavour'], ['AWS', 'GCP']), 1),
});
const groupSelector = fc.record({ labelSelector, claimSelector });

/** Expressions that hold for some, for none, that fail when they run, that have no truth value, and that are wrong. */
const expression = fc.constantFrom(
  'managedCluster.metadata.labels["region"] == "eu"',
  'managedCluster.metadata.name.endsWith("1")',
  '"tier" in managedCluster.metadata.labels',
  'managedCluster.metadata.labels.version.matches("^1[.]3")',
  'managedCluster.scores("load").exists(s, s.name == "cpu" && s.value > 10)',
  'managedCluster.scores("load").filter(s, s.name == "cpu").all(e, e.value > -50)',
  'managedCluster.status.clusterClaims.exists(c, c.name == "platform" && c.value == "AWS")',
  'has(managedCluster.spec.taints)',
  'has(managedCluster.status.clusterClaims) && !has(managedCluster.status.allocatable)',
  'managedCluster.spec.hubAcceptsClient',
  'size(managedCluster.metadata.name)',
  '\'{"a": 1}\'.parseJSON().a == 1.0',
  'managedCluster.status.version == {}',
  'managedCluster.metadata.creationTimestamp == null',
  'semver(managedCluster.metadata.labels.version).isLessThan(semver("1.31.0"))',
  'isSemver(managedCluster.metadata.labels.version) && semver(managedCluster.metadata.labels.version).minor() == 31',
  'semver("1.2.3-alpha.2").compareTo(semver("1.2.3-alpha.10")) == -1 && semver("1.0.0-a") != semver("1.0.0")',
  'semver("1.0.0+a") == semver("1.0.0+b") && semver("1.0.0-1").isLessThan(semver("1.0.0-a"))',
  'quantity(managedCluster.status.allocatable.memory).isGreaterThan(quantity("7"))',
  'quantity(managedCluster.status.allocatable.cpu).isInteger()',
  'managedCluster.status.allocatable.memory in ["1536Mi", "2500m", "12e3", "1000001n", "32Gi", "512", "1.500"]',
  'managedCluster.status.allocatable.memory in ["1500m", "10k", "20e3", "1025Ki", "1e-3", "1m", "100e3"]',
  'quantity(managedCluster.status.allocatable.cpu).asInteger() >= 4',
  'quantity(managedCluster.status.allocatable.memory).add(quantity("1Gi")).sub(1).compareTo(quantity("2Gi")) < 0',
  'quantity(managedCluster.status.allocatable.memory).asApproximateFloat() > 10.0',
  'sign(quantity(managedCluster.status.allocatable.memory)) == 1 && isQuantity("5Q") == false',
  'quantity("1Gi") == quantity("1024Mi") && quantity("1") == quantity("1000m")',
  'managedCluster.scores("load").map(s, s.value).max() > 50',
  'managedCluster.scores("load").map(s, s.value).sum() < 0',
  'managedCluster.scores("load").map(s, s.value).isSorted()',
  'managedCluster.scores("load").map(s, s.name).min() == "cpu"',
  'managedCluster.metadata.labels.?tier.orValue("none") == "gold"',
  'managedCluster.scores("load").exists(s, s.value == 100 || s.value == -100)',
  'managedCluster.scores("gone").size() == 0 && managedCluster.metadata.name < "c5"',
  'managedCluster.spec.taints.all(t, t.effect == "NoSelect" && t.value.size() > 0)',
  'managedCluster.spec.taints.exists_one(t, timestamp(t.timeAdded) < timestamp("2026-11-24T12:00:00Z"))',
  'managedCluster.metadata.labels.exists(k, k.endsWith("/clusterset") && managedCluster.metadata.labels[k] != "s1")',
  'managedCluster.metadata.name.find("[0-9]+") in ["1", "12"]',
  'managedCluster.metadata.labels.version.split(".").size() == 3',
  'managedCluster.',
  'unknown.name == "c1"',
);

const predicate = fc
  .record({
    labelSelector,
    claimSelector,
    celExpressions: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, some(expression, 2)),
  })
  .map(({ celExpressions, ...rest }) => ({
    requiredClusterSelector: {
      ...rest,
      ...(celExpressions.length > 0 && { celSelector: { celExpressions } }),
    },
  }));

const toleration = fc
  .record({
    key: fc.constantFrom('gpu', 'gpu', 'old', 'old', ''),
    operator: fc.constantFrom('Exists', 'Exists', 'Equal'),
    value: fc.constantFrom('', '', '', 'yes'),
    effect: fc.constantFrom(undefined, undefined, 'NoSelect', 'NoSelectIfNew'),
    tolerationSeconds: fc.constantFrom(undefined, undefined, -1, 0, 1, 100, 101, 2 ** 31),
  })
  .map(object);

const coordinate = fc.oneof(
  {
    weight: 24,
    arbitrary: fc
      .constantFrom('Balance', 'Steady', 'ResourceAllocatableCPU', 'ResourceAllocatableMemory')
      .map((builtIn) => ({ type: 'BuiltIn', builtIn })),
  },
  {
    weight: 12,
    arbitrary: fc
      .constantFrom('cpu', 'memory', 'none')
      .map((scoreName) => ({ type: 'AddOn', addOn: { resourceName: 'load', scoreName } })),
  },
  { weight: 1, arbitrary: fc.constantFrom({ type: 'AddOn' }, { type: 'BuiltIn', builtIn: 'Spread' }) },
);

const placementSpec = fc.record({
  clusterSets: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    some(fc.constantFrom('default', 'global', 's1', 's2', 's3'), 3),
  ),
  predicates: fc.oneof(fc.constant([]), some(predicate, 2)),
  tolerations: fc.oneof(fc.constant([{ operator: 'Exists' }]), some(toleration, 3)),
  numberOfClusters: fc.option(fc.integer({ min: 0, max: 8 }), { nil: undefined }),
  prioritizerPolicy: fc.record({
    mode: fc.constantFrom('Additive', 'Exact'),
    configurations: some(
      fc.record({
        scoreCoordinate: coordinate,
        weight: fc.oneof(fc.integer({ min: -10, max: 10 }), fc.constantFrom(-10, 0, 10)),
      }),
      3,
    ),
  }),
  decisionStrategy: fc.record({
    groupStrategy: fc.record({
      decisionGroups: some(
        fc.record({ groupName: fc.constantFrom('canary', 'early'), groupClusterSelector: groupSelector }),
        2,
      ),
      clustersPerDecisionGroup: fc.constantFrom<Json>(
        ...['100%', '100%', '99%', '67%', '50%', '33%', '30%', '1%', '7', 0, 1, 2, 5, 100],
      ),
    }),
  }),
});

const set = (name: string, clusterSelector: JsonObject) =>
  object({
    apiVersion: `${ocm}/v1beta2`,
    kind: 'ManagedClusterSet',
    metadata: { name },
    spec: { clusterSelector },
  });

const sets = [
  set('default', { selectorType: 'ExclusiveClusterSetLabel' }),
  set('global', { selectorType: 'LabelSelector', labelSelector: {} }),
  set('s1', { selectorType: 'ExclusiveClusterSetLabel' }),
  set('s2', { selectorType: 'LabelSelector', labelSelector: { matchLabels: { region: 'eu' } } }),
];

const bindings = fc
  .subarray(['n1/global', 'n1/s1', 'n1/s2', 'n2/default', 'n2/global', 'n2/gone'], { minLength: 1 })
  .map((bound) =>
    bound.map((each) => {
      const [namespace, name] = each.split('/');
      return object({
        ...{ apiVersion: `${ocm}/v1beta2`, kind: 'ManagedClusterSetBinding' },
        ...{ metadata: { namespace, name }, spec: { clusterSet: name } },
      });
    }),
  );

const addOnValue = fc.oneof(fc.integer({ min: -100, max: 100 }), fc.constantFrom(-100, 0, 100));

const scores = some(
  fc.record({
    namespace: fc.constantFrom(...clusterNames),
    cpu: addOnValue,
    memory: addOnValue,
    validUntil: fc.constantFrom(undefined, ...times),
  }),
  14,
).map((list) =>
  [...new Map(list.map((each) => [each.namespace, each])).values()].map(
    ({ namespace, cpu, memory, validUntil }) =>
      object({
        ...{
          apiVersion: `${ocm}/v1alpha1`,
          kind: 'AddOnPlacementScore',
          metadata: { namespace, name: 'load' },
        },
        status: {
          validUntil,
          scores: [
            { name: 'cpu', value: cpu },
            { name: 'memory', value: memory },
          ],
        },
      }),
  ),
);

const placementNames = ['n1/p1', 'n1/p2', 'n2/p1', 'n2/p3'];

/** Names of their own: a hub keeps the labels of an object that it writes again until it looks at it once more. */
const decisions = some(
  fc.record({
    placement: fc.constantFrom(...placementNames, 'n3/elsewhere'),
    clusters: fc.subarray([...clusterNames, 'left']),
  }),
  5,
).map((list) =>
  list.map(({ placement, clusters }, index) => {
    const [namespace, name] = placement.split('/');
    return object({
      ...{ apiVersion: `${ocm}/v1beta1`, kind: 'PlacementDecision' },
      metadata: { namespace, name: `before-${index}`, labels: { [`${ocm}/placement`]: name } },
      status: { decisions: clusters.map((clusterName) => ({ clusterName, reason: '' })) },
    });
  }),
);

const placements = fc.subarray(placementNames, { minLength: 1 }).chain((names) =>
  fc.tuple(
    ...names.map((each) =>
      placementSpec.map((spec) => {
        const [namespace, name] = each.split('/');
        return object({
          apiVersion: `${ocm}/v1beta1`,
          kind: 'Placement',
          metadata: { namespace, name },
          spec: spec as JsonObject,
        });
      }),
    ),
  ),
);

/** Hubs with up to 14 clusters and up to four placements in two namespaces. */
export const hubCase: fc.Arbitrary<HubCase> = fc.record({
  now: fc.constant(now),
  clusters: fc
    .subarray(clusterNames, { minLength: 0 })
    .chain((names) => fc.tuple(...names.map(cluster)) as fc.Arbitrary<readonly JsonObject[]>),
  sets: fc.constant(sets),
  bindings,
  scores,
  decisions,
  placements: placements,
});

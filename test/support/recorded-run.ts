import { createHash } from 'node:crypto';
import type { Control, ControlCatalog } from '../../src/model/control.ts';
import type { PolicyException } from '../../src/model/exception.ts';
import type { Finding, FindingState, FleetFinding } from '../../src/model/finding.ts';
import type { ClusterRecord, RecordedRun, RunRecord } from '../../src/model/ledger.ts';
import { digestOf } from '../../src/runtime/canonical-json.ts';
import type { PolicyMetadata, Severity } from '../../src/model/policy.ts';

/** What stands for a git id or a digest in a fixture: stable, and told apart by its seed. */
export function fakeId(seed: string): string {
  return createHash('sha1').update(seed).digest('hex');
}

function fakeDigest(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

export function aPolicy(
  id: string,
  severity: Severity,
  controls: readonly string[],
  title = id,
): PolicyMetadata {
  return {
    id,
    title,
    description: `${title}.`,
    severity,
    enforcement: severity === 'critical' ? 'deny' : 'warn',
    controls,
    scope: 'object',
    kinds: ['Pod', 'apps/Deployment'],
    remediation: `Mend ${id} in the template.`,
    package: `data.security.${id.replaceAll('-', '_')}`,
    position: { file: `policies/${id}.rego`, line: 1, column: 1 },
  };
}

export function aFinding(
  policy: string,
  state: FindingState,
  name: string,
  more: Partial<Finding> = {},
): Finding {
  return {
    policy,
    state,
    object: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'payments', name },
    path: `workloads/payments/Deployment-${name}.yaml`,
    message: state === 'pass' || state === 'notApplicable' ? '' : `${policy} says ${state} of ${name}`,
    field: '',
    fix: '',
    exception: null,
    origin: { file: 'templates/workloads/deployment.yaml', line: 12, column: 3 },
    ...more,
  };
}

export function anException(
  name: string,
  expires: string,
  more: Partial<PolicyException> = {},
): PolicyException {
  return {
    name,
    owner: 'payments-platform',
    approver: 'ciso@acme.example',
    reason: 'The vendor image writes to its root file system until release 4.2.',
    ticket: 'SEC-1042',
    created: '2026-06-01',
    expires,
    compensatingControl: 'Egress is denied and the namespace is watched by the runtime sensor.',
    match: {
      policies: ['read-only-root'],
      clusterSelector: null,
      clusters: [],
      kinds: [],
      namespaces: ['payments'],
      names: [],
      containers: [],
    },
    position: { file: `exceptions/${name}.yaml`, line: 1, column: 1 },
    ...more,
  };
}

export function aCluster(name: string, more: Partial<ClusterRecord> = {}): ClusterRecord {
  return {
    name,
    inInventory: true,
    labels: { environment: name.split('-')[1] ?? '', region: name.split('-')[0] ?? '' },
    availability: 'available',
    notSeenSince: null,
    baselines: ['pod-security', 'workloads'],
    branch: `cluster/${name}`,
    tip: fakeId(`tip ${name}`),
    tree: fakeId(`tree ${more.evaluation ?? ''}`),
    evaluation: null,
    outcome: 'unchanged',
    message: '',
    rollouts: [],
    ...more,
  };
}

export function aControl(id: string, title: string, more: Partial<Control> = {}): Control {
  return { id, title, coverage: 'automated', reason: '', mapsTo: [], ...more };
}

export function aCatalog(name: string, title: string, controls: readonly Control[]): ControlCatalog {
  return {
    name,
    title,
    version: name.split('-').at(-1) ?? '',
    reported: true,
    controls,
    position: { file: `policies/catalogs/${name}.yaml`, line: 1, column: 1 },
  };
}

/** For selected clusters, and for one container of their pods. */
const anExtent: PolicyException['match'] = {
  policies: ['read-only-root'],
  clusterSelector: {
    matchLabels: { environment: 'production' },
    matchExpressions: [{ key: 'region', operator: 'In', values: ['ap', 'eu'] }],
  },
  clusters: [],
  kinds: ['apps/Deployment'],
  namespaces: [],
  names: [],
  containers: ['mesh-proxy'],
};

const policies: readonly PolicyMetadata[] = [
  aPolicy('image-digest', 'medium', ['cis-5.5.1', 'nsa-supply-chain'], 'Images are pinned by digest'),
  aPolicy(
    'namespace-network-policy',
    'high',
    ['cis-5.3.2', 'nsa-network'],
    'Every namespace denies by default',
  ),
  aPolicy('pod-privileged', 'critical', ['cis-5.2.2', 'nsa-privileged'], 'No container is privileged'),
  aPolicy('read-only-root', 'low', ['cis-5.6.3', 'nsa-immutable'], 'The root file system is read-only'),
  aPolicy('service-account-token', 'high', ['cis-5.1.6'], 'Tokens are mounted only where they are used'),
];

const catalogs: readonly ControlCatalog[] = [
  aCatalog('cis-kubernetes-1.12', 'CIS Kubernetes Benchmark', [
    aControl('cis-5.1.1', 'cluster-admin is used only where it is required', {
      coverage: 'manual',
      reason: 'Whether a binding is required is for its owner to say.',
    }),
    aControl('cis-5.1.6', 'Service account tokens are mounted only where necessary'),
    aControl('cis-5.2.2', 'Admission of privileged containers is minimised'),
    aControl('cis-5.3.1', 'The network plugin enforces network policies', {
      coverage: 'outOfReach',
      reason: 'The plugin runs in the cluster; git does not show it.',
    }),
    aControl('cis-5.3.2', 'Every namespace has network policies'),
    aControl('cis-5.4.1', 'Secrets are files rather than environment variables'),
    aControl('cis-5.5.1', 'Image provenance is enforced'),
    aControl('cis-5.6.3', 'Pods and containers have a security context'),
  ]),
  aCatalog('nsa-kubernetes-1.2', 'NSA and CISA Kubernetes Hardening Guide', [
    aControl('nsa-immutable', 'Container file systems are immutable'),
    aControl('nsa-network', 'Network policies isolate resources'),
    aControl('nsa-privileged', 'Privileged containers are not used'),
    aControl('nsa-supply-chain', 'Images come from where they are said to come from'),
  ]),
];

const clean: readonly Finding[] = [
  aFinding('image-digest', 'pass', 'api'),
  aFinding('image-digest', 'pass', 'worker'),
  aFinding('namespace-network-policy', 'pass', 'api', { object: null, path: null, origin: null }),
  aFinding('pod-privileged', 'pass', 'api'),
  aFinding('pod-privileged', 'pass', 'worker'),
  aFinding('read-only-root', 'excepted', 'api', {
    message: 'the container vendor writes to its root file system',
    field: 'spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem',
    exception: 'vendor-root-filesystem',
  }),
  aFinding('read-only-root', 'pass', 'worker'),
  aFinding('service-account-token', 'notApplicable', 'none', { object: null, path: null, origin: null }),
];

const lax: readonly Finding[] = [
  ...clean.slice(1, 7),
  aFinding('image-digest', 'fail', 'api', {
    message: 'the image registry.acme.example/api:4.1 is not pinned by digest',
    field: 'spec.template.spec.containers[0].image',
    fix: 'Name the image as registry.acme.example/api@sha256:…',
  }),
  aFinding('service-account-token', 'notEvaluated', 'api', { message: 'the policy took longer than 5 s' }),
];

const privileged: readonly Finding[] = [
  ...clean.slice(0, 3),
  aFinding('pod-privileged', 'fail', 'agent', {
    object: { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'node-agent', name: 'agent' },
    path: 'workloads/node-agent/DaemonSet-agent.yaml',
    message: 'the container agent is privileged',
    field: 'spec.template.spec.containers[0].securityContext.privileged',
    origin: { file: 'templates/workloads/agent.yaml', line: 31, column: 15 },
  }),
  aFinding('read-only-root', 'fail', 'agent', {
    object: { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'node-agent', name: 'agent' },
    path: 'workloads/node-agent/DaemonSet-agent.yaml',
    message: 'the container agent writes to its root file system',
    field: 'spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem',
    origin: { file: 'templates/workloads/agent.yaml', line: 27, column: 15 },
  }),
];

export function aFleetFinding(
  policy: string,
  state: FindingState,
  cluster: string | null,
  more: Partial<FleetFinding> = {},
): FleetFinding {
  const message = state === 'pass' ? '' : `${policy} says ${state} of ${cluster ?? 'the fleet'}`;
  return { policy, state, cluster, message, field: '', fix: '', exception: null, ...more };
}

const digests = { clean: digestOf(clean), lax: digestOf(lax), privileged: digestOf(privileged) };

const clusters: readonly ClusterRecord[] = [
  aCluster('ap-lab-1', {
    baselines: [],
    tip: null,
    tree: null,
    outcome: 'notSelected',
    availability: 'unknown',
  }),
  aCluster('ap-production-1', { evaluation: digests.clean, outcome: 'updated' }),
  aCluster('eu-development-1', { evaluation: digests.lax }),
  aCluster('eu-development-2', { evaluation: digests.lax }),
  aCluster('eu-production-1', { evaluation: digests.clean, outcome: 'updated' }),
  aCluster('eu-production-2', { evaluation: digests.clean, availability: 'unavailable' }),
  aCluster('us-production-1', {
    evaluation: digests.privileged,
    outcome: 'blocked',
    tip: null,
    tree: null,
    message: 'pod-privileged denies DaemonSet node-agent/agent',
  }),
  aCluster('us-staging-1', {
    tip: null,
    tree: null,
    outcome: 'blocked',
    message: 'templates/workloads/quota.yaml:9:14: cluster.claims.cpu is not there',
  }),
  aCluster('us-testing-1', { inInventory: false, baselines: [], availability: 'unknown', outcome: 'kept' }),
];

/** A small fleet with something of everything: each state, a blocked, a broken and a former cluster, exceptions of each kind. */
export function recordedRun(
  more: { record?: Partial<RunRecord> } & Partial<Omit<RecordedRun, 'record'>> = {},
): RecordedRun {
  const { record, ...rest } = more;
  return {
    record: {
      apiVersion: 'mcp.policy/v1alpha1',
      kind: 'Run',
      id: '20261124T104633Z-1f2e3d',
      startedAt: '2026-11-24T10:46:33.000Z',
      finishedAt: '2026-11-24T10:46:41.000Z',
      tool: { name: 'mcp', version: '0.1.0' },
      fleet: 'acme',
      source: {
        repository: 'https://git.acme.example/platform/policy.git',
        commit: fakeId('source'),
        ref: 'main',
      },
      repository: 'https://git.acme.example/platform/fleet.git',
      decisions: [
        {
          placement: 'default/production',
          clusters: ['ap-production-1', 'eu-production-1', 'eu-production-2'],
          groups: [],
        },
      ],
      clusters,
      fleetEvaluation: null,
      ruleBook: fakeDigest('rule book'),
      deadLetters: [],
      ...record,
    },
    ruleBook: {
      policies,
      catalogs,
      exceptions: [
        anException('legacy-tokens', '2026-11-01', { ticket: 'SEC-900', owner: 'identity' }),
        anException('mesh-sidecar', '2027-05-31', { ticket: 'SEC-1100', owner: 'mesh', match: anExtent }),
        anException('new-scanner', '2027-01-31', { ticket: 'SEC-1201', created: '2026-12-01' }),
        anException('vendor-root-filesystem', '2026-12-10'),
      ],
    },
    evaluations: new Map([
      [digests.clean, clean],
      [digests.lax, lax],
      [digests.privileged, privileged],
    ]),
    fleetFindings: [],
    commit: fakeId('ledger'),
    ...rest,
  };
}

const fleetPolicies: readonly PolicyMetadata[] = [
  {
    ...aPolicy('fleet-cluster-without-baseline', 'high', ['acme-fleet'], 'Every cluster gets a baseline'),
    scope: 'fleet',
  },
  { ...aPolicy('fleet-exception-expired', 'medium', ['acme-exceptions'], 'Exceptions end'), scope: 'fleet' },
];

const fleetFindings: readonly FleetFinding[] = [
  aFleetFinding('fleet-cluster-without-baseline', 'fail', 'ap-lab-1', {
    message: 'no placement selects the cluster for a baseline',
    fix: 'Select it in a placement, or take it out of the inventory.',
  }),
  aFleetFinding('fleet-cluster-without-baseline', 'fail', 'eu-production-2'),
  aFleetFinding('fleet-exception-expired', 'pass', null),
];

/** The same, with policies about the fleet as a whole. */
export function fleetRun(findings: readonly FleetFinding[] = fleetFindings): RecordedRun {
  const run = recordedRun({ record: { fleetEvaluation: digestOf(findings) } });
  const fleetCatalog = aCatalog('acme-2026', 'acme standard', [
    aControl('acme-exceptions', 'Deviations end when they were to end'),
    aControl('acme-fleet', 'No cluster is left out'),
  ]);
  return {
    ...run,
    ruleBook: {
      ...run.ruleBook,
      policies: [...fleetPolicies, ...run.ruleBook.policies],
      catalogs: [...run.ruleBook.catalogs, fleetCatalog],
    },
    fleetFindings: findings,
  };
}

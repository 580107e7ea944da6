import { parseAllDocuments } from 'yaml';
import type { KubernetesObject } from '../../src/model/kubernetes.ts';

/** An object, and every guard rail that it breaks under the parameters below. */
interface Case {
  readonly object: KubernetesObject;
  readonly breaks: readonly string[];
}

export const parameters = {
  registries: ['registry.example/shop', 'docker.io/library'],
  clusterAdmins: ['Group:break-glass', 'ServiceAccount:flux/agent'],
  requireDigest: true,
};

const digest = `sha256:${'0a'.repeat(32)}`;
const image = `registry.example/shop/web:1.2@${digest}`;
const secured = '{allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}';
const small = '{requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 32Mi}}';
const podSecurity = '{runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}';

/** A container that breaks nothing, but for the fields given. */
function container(fields: Readonly<Record<string, string>> = {}): string {
  const all = { name: 'web', image: `'${image}'`, securityContext: secured, resources: small, ...fields };
  return `{${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')}}`;
}

/** The specification of a pod that breaks nothing, but for the fields given. */
function spec(fields: Readonly<Record<string, string>> = {}): string {
  const all = {
    automountServiceAccountToken: 'false',
    securityContext: podSecurity,
    containers: `[${container()}]`,
    ...fields,
  };
  return `{${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
    .join(', ')}}`;
}

const pod = (fields?: Readonly<Record<string, string>>) => `{apiVersion: v1, kind: Pod, spec: ${spec(fields)}}`;
const contained = (fields: Readonly<Record<string, string>>) =>
  pod({ containers: `[${container(fields)}]` });
const imaged = (reference: string) => contained({ image: `'${reference}'` });

const labelled = 'metadata: {labels: {app: web}}';
const template = (fields: Readonly<Record<string, string>>) => `{${labelled}, spec: ${spec(fields)}}`;
const always = (kind: string, fields: Readonly<Record<string, string>>) =>
  `{apiVersion: apps/v1, kind: ${kind}, spec: {selector: {matchLabels: {app: web}}, template: ${template(fields)}}}`;
const never = { hostPID: 'true', restartPolicy: 'Never' };

const role = (rule: string) =>
  `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, rules: [${rule}]}`;
const binding = (kind: string, to: string, subject: string) =>
  `{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${to}}, subjects: [${subject}]}`;
const group = (name: string) => `{apiGroup: rbac.authorization.k8s.io, kind: Group, name: ${name}}`;
const service = (fields: string) =>
  `{apiVersion: v1, kind: Service, spec: {selector: {app: web}, ports: [{port: 80}], ${fields}}}`;
const namespace = (level: string) =>
  `{apiVersion: v1, kind: Namespace, metadata: {labels: {pod-security.kubernetes.io/enforce: ${level}}}}`;

const table: readonly (readonly [text: string, ...breaks: readonly string[]])[] = [
  [pod()],
  [pod({ serviceAccountName: 'web', automountServiceAccountToken: 'true' })],
  [pod({ automountServiceAccountToken: 'true' }), 'pod-default-service-account'],
  [
    pod({ automountServiceAccountToken: 'true', serviceAccountName: 'default' }),
    'pod-default-service-account',
  ],
  [pod({ hostNetwork: 'true' }), 'pod-host-network'],
  [pod({ hostPID: 'true' }), 'pod-host-pid'],
  [pod({ hostIPC: 'true' }), 'pod-host-ipc'],
  [pod({ volumes: '[{name: node, hostPath: {path: /}}, {name: own, emptyDir: {}}]' }), 'pod-host-path'],
  [pod({ volumes: '[{name: own, emptyDir: {}}]' })],
  [
    contained({ securityContext: '{privileged: true, capabilities: {drop: [ALL]}}' }),
    'pod-privileged',
    'pod-privilege-escalation',
  ],
  [contained({ securityContext: '{allowPrivilegeEscalation: false}' }), 'pod-capabilities-dropped'],
  [
    contained({
      securityContext: '{allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [CHOWN]}}',
    }),
    'pod-capabilities-dropped',
  ],
  [
    contained({
      securityContext: '{allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}',
    }),
  ],
  [
    contained({
      securityContext: '{allowPrivilegeEscalation: false, capabilities: {drop: [ALL], add: [SYS_ADMIN]}}',
    }),
    'pod-capabilities-added',
    'pod-capabilities-dropped',
  ],
  [pod({ securityContext: '{seccompProfile: {type: RuntimeDefault}}' }), 'pod-run-as-non-root'],
  [pod({ securityContext: '{runAsNonRoot: true}' }), 'pod-seccomp'],
  [
    pod({ securityContext: '{runAsNonRoot: true, seccompProfile: {type: Unconfined}}' }),
    'pod-seccomp',
  ],
  [
    pod({
      securityContext: '{}',
      containers: `[${container({ securityContext: secured.replace('}}', '}, runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}') })}]`,
    }),
  ],
  [
    contained({ securityContext: secured.replace('}}', '}, runAsNonRoot: false}') }),
    'pod-run-as-non-root',
  ],
  [
    pod({ initContainers: `[${container({ name: 'init', securityContext: '{capabilities: {drop: [ALL]}}' })}]` }),
    'pod-privilege-escalation',
  ],
  [pod({ os: '{name: windows}', containers: `[${container({ securityContext: '{runAsNonRoot: true}' })}]`, securityContext: '{runAsNonRoot: true}' })],
  [contained({ resources: '{requests: {cpu: 10m, memory: 16Mi}}' }), 'pod-resources'],
  [contained({ resources: '{limits: {cpu: 1, memory: 32Mi}}' })],
  [imaged(`registry.example/shop/web@${digest}`)],
  [imaged(`web@${digest}`)],
  [imaged(`docker.io/web:1@${digest}`)],
  [imaged('registry.example/shop/web:1.2'), 'image-digest'],
  [imaged('registry.example/shop/web'), 'image-digest', 'image-latest-tag'],
  [imaged('registry.example/shop/web:latest'), 'image-digest', 'image-latest-tag'],
  [imaged(`registry.example/shopping/web@${digest}`), 'image-registries'],
  [imaged(`registry.example:5000/shop/web@${digest}`), 'image-registries'],
  [imaged(`docker.io/registry.example/shop/web@${digest}`), 'image-registries'],
  [imaged(`shop/web@${digest}`), 'image-registries'],
  [imaged('evil.example:5000/web'), 'image-digest', 'image-latest-tag', 'image-registries'],
  [always('Deployment', { hostPID: 'true' }), 'pod-host-pid'],
  [always('DaemonSet', { hostPID: 'true' }), 'pod-host-pid'],
  [always('StatefulSet', { hostPID: 'true' }), 'pod-host-pid'],
  [always('ReplicaSet', { hostPID: 'true' }), 'pod-host-pid'],
  [`{apiVersion: batch/v1, kind: Job, spec: {template: ${template(never)}}}`, 'pod-host-pid'],
  [
    `{apiVersion: batch/v1, kind: CronJob, spec: {schedule: '1 1 * * *', jobTemplate: {spec: {template: ${template(never)}}}}}`,
    'pod-host-pid',
  ],
  [`{apiVersion: v1, kind: PodTemplate, template: ${template({ hostPID: 'true' })}}`, 'pod-host-pid'],
  [
    `{apiVersion: v1, kind: ReplicationController, spec: {selector: {app: web}, template: ${template({ hostPID: 'true' })}}}`,
    'pod-host-pid',
  ],
  [role("{apiGroups: [''], resources: [pods], verbs: [get]}")],
  [role("{apiGroups: [''], resources: ['*'], verbs: [get]}"), 'rbac-wildcards'],
  [role("{apiGroups: ['*'], resources: [pods], verbs: [get]}"), 'rbac-wildcards'],
  [role("{nonResourceURLs: ['*'], verbs: [get]}"), 'rbac-wildcards'],
  [role("{apiGroups: [''], resources: [pods], verbs: ['*']}"), 'rbac-wildcards'],
  [binding('ClusterRoleBinding', 'cluster-admin', group('break-glass'))],
  [binding('ClusterRoleBinding', 'view', group('everybody'))],
  [binding('ClusterRoleBinding', 'cluster-admin', group('everybody')), 'rbac-cluster-admin'],
  [
    binding('RoleBinding', 'cluster-admin', '{kind: ServiceAccount, name: agent, namespace: shop}'),
    'rbac-cluster-admin',
  ],
  [
    binding('ClusterRoleBinding', 'cluster-admin', '{kind: ServiceAccount, name: agent, namespace: flux}'),
  ],
  [namespace('restricted')],
  [namespace('baseline'), 'namespace-pod-security'],
  ['{apiVersion: v1, kind: Namespace}', 'namespace-pod-security'],
  [service('type: ClusterIP')],
  [service('type: NodePort'), 'service-node-port'],
  [service('externalIPs: [192.0.2.1]'), 'service-external-ips'],
];

const clusterWide = new Set(['ClusterRole', 'ClusterRoleBinding', 'Namespace']);

/** Every object of the table by a name of its own, in the namespace `shop`. */
export const cases: readonly Case[] = table.map(([text, ...breaks], index) => {
  const [document] = parseAllDocuments(text);
  const object = document!.toJS() as KubernetesObject;
  const metadata = {
    ...object.metadata,
    name: `case-${index}`,
    ...(clusterWide.has(object.kind) ? {} : { namespace: 'shop' }),
  };
  return { object: { ...object, metadata }, breaks };
});

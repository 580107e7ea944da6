import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/model/json.ts';

/** Any of these fields, each of them now and then absent, null, or of a type that no API server reads. */
function fields(model: Readonly<Record<string, fc.Arbitrary<Json>>>): fc.Arbitrary<JsonObject> {
  const loose = Object.entries(model).map(
    ([name, value]) =>
      [
        name,
        fc.oneof(
          { arbitrary: value, weight: 600 },
          { arbitrary: fc.constant(null), weight: 40 },
          { arbitrary: one('text', 7, {}), weight: 1 },
        ),
      ] as const,
  );
  return fc.record(Object.fromEntries(loose), { requiredKeys: [] }) as fc.Arbitrary<JsonObject>;
}

function some(item: fc.Arbitrary<Json>): fc.Arbitrary<Json> {
  return fc.array(fc.oneof({ arbitrary: item, weight: 20 }, { arbitrary: fc.constant(null), weight: 1 }), {
    maxLength: 3,
  });
}

const flag = fc.boolean();

function one(...values: readonly Json[]): fc.Arbitrary<Json> {
  return fc.constantFrom(...values);
}

const profile = fields({
  type: one('RuntimeDefault', 'Localhost', 'Unconfined', 'unconfined', ''),
  localhostProfile: one('web.json'),
});

const shared = {
  runAsUser: one(0, 1, 1000),
  runAsNonRoot: flag,
  seccompProfile: profile,
  appArmorProfile: profile,
  seLinuxOptions: fields({
    type: one('', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t', 'spc_t'),
    user: one('', 'system_u'),
    role: one('', 'system_r'),
    level: one('s0:c1,c2'),
  }),
  windowsOptions: fields({ hostProcess: flag, runAsUserName: one('ContainerUser') }),
};

const capability = one('ALL', 'NET_BIND_SERVICE', 'CHOWN', 'SYS_CHROOT', 'NET_RAW', 'SYS_ADMIN', 'chown', '');

const handler = fields({
  httpGet: fields({ port: one(80, 'web'), host: one('', '127.0.0.1', 'metadata.example') }),
  tcpSocket: fields({ port: one(80), host: one('', '10.0.0.1') }),
  exec: fields({ command: one(['true']) }),
});

const container = fields({
  name: one('web', 'wait', 'debug', ''),
  image: one('registry.example/web:1.2'),
  ports: some(fields({ containerPort: one(80), hostPort: one(0, 0, 443, -1) })),
  securityContext: fields({
    ...shared,
    privileged: flag,
    allowPrivilegeEscalation: flag,
    procMount: one('Default', 'Unmasked', ''),
    capabilities: fields({ add: some(capability), drop: some(capability) }),
  }),
  livenessProbe: handler,
  readinessProbe: handler,
  startupProbe: handler,
  lifecycle: fields({ postStart: handler, preStop: handler }),
});

const sysctl = one(
  'kernel.shm_rmid_forced',
  'net.ipv4.ip_local_port_range',
  'net.ipv4.ip_unprivileged_port_start',
  'net.ipv4.ping_group_range',
  'net.ipv4.tcp_syncookies',
  'net.ipv4.ip_local_reserved_ports',
  'net.ipv4.tcp_fin_timeout',
  'net.ipv4.tcp_keepalive_intvl',
  'net.ipv4.tcp_keepalive_probes',
  'net.ipv4.tcp_keepalive_time',
  'net.ipv4.tcp_rmem',
  'net.ipv4.tcp_wmem',
  'net.ipv4.tcp_notsent_lowat',
  'net.ipv4.tcp_slow_start_after_idle',
  'net/ipv4/tcp_rmem',
  'kernel.msgmax',
);

const managed = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'image',
  'persistentVolumeClaim',
];
const volume = fc
  .tuple(
    one('data', '', null),
    fc.array(
      fc.tuple(
        fc.constantFrom(...managed, 'projected', 'secret', 'hostPath', 'nfs', 'gitRepo', 'portworxVolume'),
        one({}, {}, {}, null),
      ),
      { maxLength: 2 },
    ),
  )
  .map(([name, sources]): Json => ({ name, ...Object.fromEntries(sources) }));

const seccomp = 'seccomp.security.alpha.kubernetes.io';
const confinement = one('runtime/default', 'docker/default', 'localhost/web', 'localhost', 'unconfined', '');

/** Metadata and specification of a pod, from well-formed to nonsense. */
export const pods: fc.Arbitrary<JsonObject> = fc.record({
  metadata: fields({
    annotations: fields({
      'container.apparmor.security.beta.kubernetes.io/web': confinement,
      'container.apparmor.security.beta.kubernetes.io/gone': confinement,
      [`${seccomp}/pod`]: confinement,
      [`container.${seccomp}/web`]: confinement,
      [`container.${seccomp}/gone`]: confinement,
      [`container.${seccomp}/`]: confinement,
    }),
  }),
  spec: fields({
    containers: some(container),
    initContainers: some(container),
    ephemeralContainers: some(container),
    hostIPC: flag,
    hostNetwork: flag,
    hostPID: flag,
    hostUsers: flag,
    os: fields({ name: one('linux', 'windows') }),
    securityContext: fields({ ...shared, sysctls: some(fields({ name: sysctl, value: one('1') })) }),
    volumes: some(volume),
  }),
});

import { createSign, generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import type { JsonObject } from '../../src/model/json.ts';
import type { KubernetesObject } from '../../src/model/kubernetes.ts';
import { findProgram } from './program.ts';

/** What the API server answers: `message` and `reason` of a refusal stand in the body. */
export interface Answer {
  readonly status: number;
  readonly body: JsonObject;
  readonly warnings: readonly string[];
}

/** A kube-apiserver with its own etcd: real validation, defaulting and admission; no controllers, nodes or pods. */
export interface KubeApiserver {
  /** Server-side apply with strict field validation, as `kubectl apply --server-side` does. */
  apply(object: KubernetesObject, options?: { readonly dryRun?: boolean }): Promise<Answer>;
  call(method: string, path: string, body?: JsonObject, contentType?: string): Promise<Answer>;
  /** What the server wrote to its audit log so far, where an audit policy was given. */
  auditLog(): string;
  /** Where it answers, and the file with the certificate that it shows. */
  readonly server: string;
  readonly authority: string;
  /** A token of a service account that ran out an hour ago. */
  expiredToken(account: string): string;
  stop(): Promise<void>;
}

/** Where the programs are: `MCP_TEST_KUBE_APISERVER` and `MCP_TEST_ETCD`, or on PATH; null where one is missing. */
export function kubeApiserverPrograms(): { readonly apiserver: string; readonly etcd: string } | null {
  const apiserver = findProgram('MCP_TEST_KUBE_APISERVER', 'kube-apiserver');
  const etcd = findProgram('MCP_TEST_ETCD', 'etcd');
  return apiserver === undefined || etcd === undefined ? null : { apiserver, etcd };
}

/** Starts both on free ports of the loopback interface; `admission` and `auditPolicy` are the texts of those files. */
export async function startKubeApiserver(
  files: { readonly admission?: string; readonly auditPolicy?: string } = {},
): Promise<KubeApiserver> {
  const programs = kubeApiserverPrograms();
  if (programs === null) throw new Error('kube-apiserver or etcd is missing');
  const folder = mkdtempSync(join(tmpdir(), 'mcp-kube-'));
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const [clientPort, peerPort, port] = await freePorts(3);
  const etcd = execa(
    programs.etcd,
    [
      `--data-dir=${join(folder, 'etcd')}`,
      `--listen-client-urls=http://127.0.0.1:${clientPort}`,
      `--advertise-client-urls=http://127.0.0.1:${clientPort}`,
      `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      '--unsafe-no-fsync',
      '--log-level=error',
    ],
    { stdio: 'ignore', reject: false },
  );
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const auditLog = join(folder, 'audit.log');
  const apiserver = execa(
    programs.apiserver,
    [
      `--etcd-servers=http://127.0.0.1:${clientPort}`,
      '--bind-address=127.0.0.1',
      `--secure-port=${port}`,
      `--cert-dir=${join(folder, 'certs')}`,
      `--token-auth-file=${write('tokens.csv', 'admin-token,admin,admin,system:masters\n')}`,
      '--authorization-mode=RBAC',
      '--allow-privileged',
      '--service-cluster-ip-range=10.0.0.0/24',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${write('sa.pub', publicKey)}`,
      `--service-account-signing-key-file=${write('sa.key', privateKey)}`,
      // Its controller would have to make the accounts of each namespace.
      '--disable-admission-plugins=ServiceAccount',
      ...(files.admission === undefined
        ? []
        : [`--admission-control-config-file=${write('admission.yaml', files.admission)}`]),
      ...(files.auditPolicy === undefined
        ? []
        : [`--audit-policy-file=${write('audit.yaml', files.auditPolicy)}`, `--audit-log-path=${auditLog}`]),
    ],
    { reject: false, all: true, buffer: true },
  );

  const call: KubeApiserver['call'] = (method, path, body, contentType = 'application/json') =>
    new Promise((resolve, reject) => {
      const headers = { authorization: 'Bearer admin-token', 'content-type': contentType };
      const options = { host: '127.0.0.1', port, path, method, headers, rejectUnauthorized: false };
      const sent = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const warnings = response.rawHeaders.filter(
            (_, at, all) => at % 2 === 1 && all[at - 1] === 'Warning',
          );
          const answer = text.startsWith('{') ? (JSON.parse(text) as JsonObject) : { text };
          resolve({ status: response.statusCode ?? 0, body: answer, warnings });
        });
      });
      sent.on('error', reject);
      sent.end(body === undefined ? undefined : JSON.stringify(body));
    });

  let ended: string | undefined;
  void apiserver.then(({ all }) => (ended = all));
  const isReady = () =>
    call('GET', '/readyz').then(
      ({ status }) => status === 200,
      () => false,
    );
  for (let round = 0; !(await isReady()); round += 1) {
    if (ended !== undefined || round > 600)
      throw new Error(`kube-apiserver does not start: ${ended?.slice(-2000)}`);
    await sleep(100);
  }

  const plurals = new Map<string, Promise<{ readonly plural: string; readonly namespaced: boolean }>>();
  const find = async (apiVersion: string, kind: string) => {
    const { body } = await call(
      'GET',
      apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`,
    );
    const resources = (body['resources'] ?? []) as unknown as readonly {
      name: string;
      kind: string;
      namespaced: boolean;
    }[];
    const found = resources.find((each) => each.kind === kind && !each.name.includes('/'));
    if (found === undefined) throw new Error(`the server has no ${apiVersion} ${kind}`);
    return { plural: found.name, namespaced: found.namespaced };
  };
  return {
    call,
    async apply(object, { dryRun = false } = {}) {
      const { apiVersion, kind, metadata } = object;
      const key = `${apiVersion} ${kind}`;
      if (!plurals.has(key)) plurals.set(key, find(apiVersion, kind));
      const { plural, namespaced } = await plurals.get(key)!;
      const base = apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
      const namespace = (metadata['namespace'] as string | undefined) ?? 'default';
      const within = namespaced ? `/namespaces/${namespace}` : '';
      const query = `fieldManager=mcp&fieldValidation=Strict&force=true${dryRun ? '&dryRun=All' : ''}`;
      const path = `${base}${within}/${plural}/${metadata.name}?${query}`;
      return call('PATCH', path, object, 'application/apply-patch+yaml');
    },
    server: `https://127.0.0.1:${port}`,
    authority: join(folder, 'certs', 'apiserver.crt'),
    expiredToken: (account) => signedToken(account, Math.floor(Date.now() / 1000) - 3600, privateKey),
    auditLog: () => readFileSync(auditLog, 'utf8'),
    async stop() {
      apiserver.kill('SIGKILL');
      etcd.kill('SIGKILL');
      await Promise.all([apiserver, etcd]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** A JSON web token of a service account in the namespace `default`, good for ten minutes before `expires`, in seconds. */
function signedToken(account: string, expires: number, key: string): string {
  const issuer = 'https://kubernetes.default.svc';
  const claims = {
    ...{ iss: issuer, aud: [issuer], sub: `system:serviceaccount:default:${account}` },
    ...{ iat: expires - 600, nbf: expires - 600, exp: expires },
    'kubernetes.io': { namespace: 'default', serviceaccount: { name: account, uid: 'none' } },
  };
  const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const text = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
  return `${text}.${createSign('RSA-SHA256').update(text).sign(key, 'base64url')}`;
}

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise<ReturnType<typeof createServer>>((resolve) => {
          const server = createServer();
          server.listen(0, '127.0.0.1', () => {
            resolve(server);
          });
        }),
    ),
  );
  const ports = servers.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

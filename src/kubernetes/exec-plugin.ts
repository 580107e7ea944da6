import { spawn } from 'node:child_process';
import { McpError } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { Connection, Credential, ExecPlugin } from './connection.ts';

export interface PluginOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly signal: AbortSignal;
  /** Milliseconds. */
  readonly timeout: number;
}

const longestOutput = 1024 * 1024;

/**
 * Runs a credential plugin without a shell and reads its ExecCredential
 * (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins). What it prints is
 * never repeated: it may be a credential.
 *
 * @throws McpError HUB_AUTH when it cannot be started, fails, takes too long or prints something else; INTERRUPTED.
 */
export async function askPlugin(
  plugin: ExecPlugin,
  connection: Connection,
  options: PluginOptions,
): Promise<Credential> {
  const output = await run(plugin, executionInfo(plugin, connection), options);
  let answer: Json;
  try {
    answer = JSON.parse(output) as Json;
  } catch {
    throw failed(plugin, 'printed no JSON');
  }
  const { apiVersion, kind, status } = isJsonObject(answer) ? answer : {};
  if (kind !== 'ExecCredential' || apiVersion !== plugin.apiVersion || !isJsonObject(status))
    throw failed(plugin, `printed no ExecCredential of ${plugin.apiVersion}`);
  const [token, cert, key] = ['token', 'clientCertificateData', 'clientKeyData'].map((name) => {
    const value = status[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  });
  if (token !== undefined && /[^\x21-\x7e]/.test(token))
    throw failed(plugin, 'printed a token that no header can hold');
  if ((cert === undefined) !== (key === undefined) || (token ?? cert) === undefined)
    throw failed(plugin, 'printed neither a token nor a certificate with its key');
  return {
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
    ...(cert === undefined || key === undefined ? {} : { cert: Buffer.from(cert), key: Buffer.from(key) }),
  };
}

function executionInfo({ apiVersion, provideClusterInfo }: ExecPlugin, connection: Connection): JsonObject {
  const { server, tlsServerName, insecure, ca, proxyUrl } = connection;
  const cluster = {
    server,
    ...(tlsServerName === undefined ? {} : { 'tls-server-name': tlsServerName }),
    ...(insecure ? { 'insecure-skip-tls-verify': true } : {}),
    ...(ca === undefined ? {} : { 'certificate-authority-data': ca.toString('base64') }),
    ...(proxyUrl === undefined ? {} : { 'proxy-url': proxyUrl }),
  };
  const spec = { interactive: false, ...(provideClusterInfo ? { cluster } : {}) };
  return { apiVersion, kind: 'ExecCredential', spec };
}

function run(
  plugin: ExecPlugin,
  info: JsonObject,
  { environment, signal, timeout }: PluginOptions,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(plugin.command, plugin.args, {
      env: { ...environment, ...plugin.env, KUBERNETES_EXEC_INFO: JSON.stringify(info) },
      stdio: ['ignore', 'pipe', 'ignore'],
      // A group of its own, so that what it started ends with it.
      detached: true,
    });
    const chunks: Buffer[] = [];
    let length = 0;
    const end = (error: Error): void => {
      if (child.pid !== undefined) killGroup(child.pid);
      child.stdout.destroy();
      settle();
      reject(error);
    };
    const timer = setTimeout(() => {
      end(failed(plugin, `did not answer within ${timeout / 1000} s`));
    }, timeout);
    const onAbort = (): void => {
      end(signal.reason as Error);
    };
    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    };
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > longestOutput) end(failed(plugin, 'printed more than 1 MB'));
    });
    child.on('error', (error: NodeJS.ErrnoException) => {
      end(
        failed(plugin, error.code === 'ENOENT' ? 'is not to be found' : `cannot be started (${error.code})`),
      );
    });
    child.on('close', (code, killer) => {
      settle();
      if (code === 0) resolve(Buffer.concat(chunks).toString());
      else reject(failed(plugin, code === null ? `was ended by ${killer}` : `ended with ${code}`));
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended already.
  }
}

function failed({ command, installHint, fields }: ExecPlugin, what: string): McpError {
  const { position } = fields.error(['command'], '');
  const install = installHint === undefined ? '' : ` ${installHint.trim()}`;
  return new McpError('HUB_AUTH', `The credential plugin ${command} ${what}.`, {
    position,
    hint: `Run it by hand to see what it says: mcp does not repeat it.${install}`,
  });
}

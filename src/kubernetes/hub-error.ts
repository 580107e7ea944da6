import { McpError } from '../model/error.ts';
import { isJsonObject } from '../model/json.ts';
import type { Json } from '../model/json.ts';
import { isUntrustedCertificate } from '../runtime/untrusted-certificate.ts';
import { visible } from '../runtime/visible.ts';
import type { Answer } from './https-get.ts';

/** What was asked for, in RBAC's words. */
export interface Asked {
  readonly verb: 'get' | 'list';
  /** Empty for the core group; null for discovery, which is no resource. */
  readonly group: string | null;
  readonly resource: string;
  readonly namespace: string | null;
}

/** The hub did not answer, or says that it cannot at the moment. */
export function unreachable(hub: string, detail: string, cause?: unknown): McpError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return new McpError('HUB_UNREACHABLE', `The hub ${hub} cannot be reached: ${detail}.`, {
    hint: isUntrustedCertificate(code)
      ? 'Check certificate-authority and tls-server-name of the kubeconfig.'
      : 'Check its address and the network, then run the command again: nothing was written.',
    cause,
  });
}

/** The hub answered, but not as an API server does. */
export function notUnderstood(hub: string, detail: string): McpError {
  return new McpError(
    'INVENTORY_FAILED',
    `The hub ${hub} gave an answer that is not understood: ${detail}.`,
    {
      hint: 'Check that the server of the kubeconfig is a Kubernetes API server and that nothing rewrites its answers.',
    },
  );
}

/** What a status other than 200 means. Of the answer, its reason is shown, never its text, which may quote the request. */
export function refusal(hub: string, { status, body }: Answer, asked: Asked): McpError {
  const reason = reasonOf(body);
  const detail = `HTTP ${status}${reason === '' ? '' : ` (${reason})`}`;
  if (status === 401) {
    return new McpError('HUB_AUTH', `The hub ${hub} does not accept the credentials: ${detail}.`, {
      hint: 'The token or the certificate has expired or is of another cluster: sign in again.',
    });
  }
  if (status === 403) return forbidden(hub, asked);
  if (status === 429 || status >= 500) return unreachable(hub, detail);
  return notUnderstood(hub, detail);
}

function forbidden(hub: string, { verb, group, resource, namespace }: Asked): McpError {
  if (group === null) {
    return new McpError('HUB_AUTH', `The hub ${hub} does not let this user ask which kinds it serves.`, {
      hint: 'Bind the ClusterRole system:discovery to it.',
    });
  }
  const name = group === '' ? resource : `${resource}.${group}`;
  const where = namespace === null ? 'in all namespaces' : `in the namespace ${namespace}`;
  const role = namespace === null ? 'a ClusterRole' : `a Role in ${namespace}`;
  const rule = `{apiGroups: ["${group}"], resources: ["${resource}"], verbs: ["${verb}"]}`;
  return new McpError('HUB_AUTH', `The hub ${hub} does not let this user ${verb} ${name} ${where}.`, {
    hint: `Add this rule to ${role} that it is bound to: ${rule}; or name the kinds to read in spec.inventory[].hub.kinds.`,
  });
}

function reasonOf(body: string): string {
  try {
    const status = JSON.parse(body) as Json;
    const reason = isJsonObject(status) ? status['reason'] : undefined;
    return typeof reason === 'string' ? visible(reason).slice(0, 60) : '';
  } catch {
    return '';
  }
}

import { resolve } from 'node:path';
import type { Fields } from '../yaml/fields.ts';
import type { Connection, ExecPlugin, Identity } from './connection.ts';
import { readMaterial } from './material.ts';

/**
 * Who a user of a kubeconfig is: the certificate, which an API server looks at first, then tokenFile, token, password and exec,
 * as in client-go. Throws INVENTORY_FAILED for what mcp cannot act on, rather than be somebody else.
 */
export function readIdentity(user: Fields, folder: string): Identity {
  if (user.keys().includes('auth-provider')) {
    throw user.error(
      ['auth-provider'],
      'auth-provider was removed from Kubernetes.',
      'Use the exec plugin of your provider.',
    );
  }
  const [cert, key] = ['client-certificate', 'client-key'].map((each) => readMaterial(user, each, folder));
  if ((cert === undefined) !== (key === undefined))
    throw user.error([], 'A client certificate needs both client-certificate and client-key.');
  const tokenFile = user.text('tokenFile') ?? '';
  const token = user.text('token') ?? '';
  const username = user.text('username') ?? '';
  if (cert !== undefined && key !== undefined) return { kind: 'certificate', cert, key };
  if (tokenFile !== '') return { kind: 'tokenFile', path: resolve(folder, tokenFile) };
  if (token !== '') return { kind: 'token', token };
  if (username !== '') return { kind: 'basic', username, password: user.text('password') ?? '' };
  return user.keys().includes('exec')
    ? { kind: 'exec', plugin: readPlugin(user.object('exec'), folder) }
    : { kind: 'anonymous' };
}

/** `as` and `as-groups`; null without them. Throws INVENTORY_FAILED for the rest of impersonation. */
export function readImpersonation(user: Fields): Connection['impersonate'] {
  const unknown = ['as-uid', 'as-user-extra'].find((key) => user.keys().includes(key));
  if (unknown !== undefined) throw user.error([unknown], `mcp does not send ${unknown}.`);
  const name = user.text('as') ?? '';
  const groups = user.texts('as-groups');
  if ([name, ...groups].some((text) => /[^\x20-\x7e]/.test(text)))
    throw user.error(['as'], 'as and as-groups must be text that a header can hold.');
  if (name !== '') return { user: name, groups };
  if (groups.length === 0) return null;
  throw user.error(['as-groups'], 'as-groups needs a user under as.');
}

function readPlugin(exec: Fields, folder: string): ExecPlugin {
  const apiVersion = exec.requiredText('apiVersion');
  if (!/^client\.authentication\.k8s\.io\/v1(beta1)?$/.test(apiVersion)) {
    throw exec.error(
      ['apiVersion'],
      'The exec plugin speaks a version that mcp does not know.',
      'mcp speaks client.authentication.k8s.io/v1 and v1beta1.',
    );
  }
  if (exec.text('interactiveMode') === 'Always')
    throw exec.error(['interactiveMode'], 'The exec plugin wants a person at a terminal.');
  const command = exec.requiredText('command');
  return {
    apiVersion,
    // A bare name is looked up on PATH, a path begins at the kubeconfig.
    command: command.includes('/') ? resolve(folder, command) : command,
    args: exec.texts('args'),
    env: Object.fromEntries(
      exec.list('env').map((each) => [each.requiredText('name'), each.text('value') ?? '']),
    ),
    provideClusterInfo: exec.flag('provideClusterInfo') ?? false,
    installHint: exec.text('installHint'),
    fields: exec,
  };
}

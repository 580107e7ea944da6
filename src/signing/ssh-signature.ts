import { createHash, sign } from 'node:crypto';
import type { Ed25519Key } from './ed25519-key.ts';
import { wireString } from './wire-format.ts';

/**
 * The signature that `ssh-keygen -Y sign -n <namespace>` makes (PROTOCOL.sshsig of OpenSSH), in process: a hundredth of the
 * time, and the same bytes for the same payload.
 */
export function sshSignature(
  { privateKey, publicBlob }: Ed25519Key,
  payload: Uint8Array,
  namespace: string,
): string {
  const hash = createHash('sha512').update(payload).digest();
  const reserved = '';
  const common = [wireString(namespace), wireString(reserved), wireString('sha512')];
  const toSign = Buffer.concat([Buffer.from('SSHSIG'), ...common, wireString(hash)]);
  const signature = Buffer.concat([wireString('ssh-ed25519'), wireString(sign(null, toSign, privateKey))]);
  const version = Buffer.from([0, 0, 0, 1]);
  const blob = Buffer.concat([
    Buffer.from('SSHSIG'),
    version,
    wireString(publicBlob),
    ...common,
    wireString(signature),
  ]);
  const lines = blob.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}

import { createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { WireReader, wireString } from './wire-format.ts';

export interface Ed25519Key {
  readonly privateKey: KeyObject;
  /** The public key in SSH's wire format (RFC 8709, section 4). */
  readonly publicBlob: Buffer;
}

/** A private key by what can be done with it here: `other` kinds are left to ssh-keygen. */
export type PrivateKey = Ed25519Key | 'encrypted' | 'other' | 'none';

/**
 * Reads an ed25519 key without passphrase, as ssh-keygen (PROTOCOL.key of OpenSSH) or openssl (PKCS #8) writes it. `none`
 * for what is no private key, and for one that is damaged.
 */
export function readPrivateKey(text: string): PrivateKey {
  const [, label = '', body = ''] =
    /^-----BEGIN ([A-Z ]*PRIVATE KEY)-----\s*\n(.*?)^-----END \1-----/ms.exec(text) ?? [];
  try {
    switch (label) {
      case '':
        return 'none';
      case 'OPENSSH PRIVATE KEY':
        return readOpenSsh(Buffer.from(body, 'base64'));
      case 'PRIVATE KEY': {
        const privateKey = createPrivateKey(text);
        return privateKey.asymmetricKeyType === 'ed25519' ? withPublicBlob(privateKey) : 'other';
      }
      default:
        return label.startsWith('ENCRYPTED') || body.includes('ENCRYPTED') ? 'encrypted' : 'other';
    }
  } catch {
    return 'none';
  }
}

/** The fingerprint of a public key, as `ssh-keygen -l` prints it. */
export function fingerprint(publicBlob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(publicBlob).digest('base64').replace(/=+$/, '')}`;
}

const magic = 'openssh-key-v1\0';

function readOpenSsh(bytes: Buffer): PrivateKey {
  if (bytes.subarray(0, magic.length).toString('latin1') !== magic) return 'none';
  const reader = new WireReader(bytes.subarray(magic.length));
  const cipher = reader.string().toString('latin1');
  // The name of the key derivation and its options.
  reader.string();
  reader.string();
  if (reader.uint32() !== 1) return 'none';
  const publicBlob = reader.string();
  if (new WireReader(publicBlob).string().toString('latin1') !== 'ssh-ed25519')
    return cipher === 'none' ? 'other' : 'encrypted';
  if (cipher !== 'none') return 'encrypted';
  const secret = new WireReader(reader.string());
  if (secret.uint32() !== secret.uint32()) return 'none';
  // The kind again, the public key again.
  secret.string();
  secret.string();
  const both = secret.string();
  const part = (from: number, to: number) => both.subarray(from, to).toString('base64url');
  const key = { kty: 'OKP', crv: 'Ed25519', d: part(0, 32), x: part(32, 64) };
  const made = withPublicBlob(createPrivateKey({ key, format: 'jwk' }));
  return made.publicBlob.equals(publicBlob) ? made : 'none';
}

function withPublicBlob(privateKey: KeyObject): Ed25519Key {
  const { x = '' } = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicBlob = Buffer.concat([wireString('ssh-ed25519'), wireString(Buffer.from(x, 'base64url'))]);
  return { privateKey, publicBlob };
}

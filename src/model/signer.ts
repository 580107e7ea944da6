/** Makes detached signatures with one key. */
export interface Signer {
  /** What the public key is known by: `SHA256:…` as ssh-keygen prints it, or what gpg was told. Never a secret. */
  readonly keyName: string;
  /**
   * A signature as ASCII armour that ends with a line feed. `namespace` says what it is for, so that it is worth nothing
   * for anything else; OpenPGP has no such thing. Without a signal it cannot be interrupted.
   *
   * @throws McpError SIGNING_FAILED, INTERRUPTED
   */
  sign(payload: Uint8Array, namespace: string, signal?: AbortSignal): Promise<string>;
  /** Null for keys that others hold, and for kinds other than ed25519. */
  readonly dsse: DsseSigner | null;
}

/** Signs for envelopes of the Dead Simple Signing Envelope, which in-toto attestations come in. */
export interface DsseSigner {
  sign(payload: Uint8Array, payloadType: string): DsseSignature;
}

export interface DsseSignature {
  /** Which key it may be; nothing to rely on. */
  readonly keyid: string;
  /** Base64. */
  readonly sig: string;
}

/** The namespace of git's own SSH signatures (gitformat-signature(5)). */
export const gitNamespace = 'git';

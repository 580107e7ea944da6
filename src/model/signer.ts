/** Makes detached signatures with one key. */
export interface Signer {
  /** What the public key is known by: `SHA256:…` as ssh-keygen prints it, or what gpg was told. Never a secret. */
  readonly keyName: string;
  /**
   * A signature as ASCII armour that ends with a line feed. `namespace` says what it is for, so that it is worth nothing
   * for anything else; OpenPGP has no such thing.
   *
   * @throws McpError SIGNING_FAILED, INTERRUPTED
   */
  sign(payload: Uint8Array, namespace: string): Promise<string>;
}

/** The namespace of git's own SSH signatures (gitformat-signature(5)). */
export const gitNamespace = 'git';

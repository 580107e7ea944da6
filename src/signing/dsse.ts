import { sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { DsseSignature, DsseSigner } from '../model/signer.ts';

/** What in-toto Statements are called in an envelope. */
export const inTotoType = 'application/vnd.in-toto+json';

/** Makes signatures of DSSE envelopes (secure-systems-lab/dsse, protocol 1.0) with an ed25519 key. */
export function dsseSigner(privateKey: KeyObject, keyid: string): DsseSigner {
  return {
    sign: (payload, payloadType) => ({
      keyid,
      sig: sign(null, preAuthEncoding(payload, payloadType), privateKey).toString('base64'),
    }),
  };
}

/** Whether one of the signatures is by one of these ed25519 keys. `keyid` is a hint that nobody signed: it is not looked at. */
export function verifyDsse(
  payload: Uint8Array,
  payloadType: string,
  signatures: readonly DsseSignature[],
  publicKeys: readonly KeyObject[],
): boolean {
  const signed = preAuthEncoding(payload, payloadType);
  return signatures.some(({ sig }) =>
    publicKeys.some((key) => verify(null, signed, key, Buffer.from(sig, 'base64'))),
  );
}

/** The bytes that are signed: type and payload, each with its length. */
function preAuthEncoding(payload: Uint8Array, payloadType: string): Buffer {
  const head = `DSSEv1 ${Buffer.byteLength(payloadType)} ${payloadType} ${payload.length} `;
  return Buffer.concat([Buffer.from(head), payload]);
}

import { createHash } from 'node:crypto';

export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** What `tr -d '\n' | sha256sum` prints for a text. */
export function sha256OfLines(text: string): string {
  return sha256(text.replaceAll('\n', ''));
}

import { RemoteError } from '../model/remote-error.ts';
import type { RemoteErrorDetails } from '../model/remote-error.ts';

/** The server wants other credentials, or these may not do this. */
export function authError(url: string, detail: string): RemoteError {
  return new RemoteError('REMOTE_AUTH', `${url} refused access: ${detail}`, {
    transient: false,
    hint: 'Set MCP_GIT_TOKEN, or MCP_GIT_USERNAME and MCP_GIT_PASSWORD, or configure a git credential helper or ssh key that may use this repository.',
  });
}

/** The server did not answer, broke off, or says that it cannot at the moment. */
export function unreachableError(url: string, detail: string, details: RemoteErrorDetails): RemoteError {
  return new RemoteError('REMOTE_UNREACHABLE', `${url} cannot be reached: ${detail}`, {
    ...details,
    hint:
      details.hint ??
      'Check the address and the network, then run the command again: it takes up where it stopped.',
  });
}

/** The connection ended before everything was said. */
export function brokenOff(url: string, detail: string): RemoteError {
  return unreachableError(url, detail, { transient: true });
}

/** The server answered something that is not the git protocol. */
export function protocolError(url: string, detail: string): RemoteError {
  return new RemoteError('REMOTE_PROTOCOL', `${url} gave an answer that is not understood: ${detail}`, {
    transient: false,
    hint: 'Check that the address is that of a git repository and that nothing between here and there rewrites the traffic.',
  });
}

/** A failure while the answer to a push is read: the server may have carried the push out. */
export function afterRequest(error: unknown): unknown {
  if (!(error instanceof RemoteError)) return error;
  const { code, message, hint, cause, transient, retryAfterMs } = error;
  return new RemoteError(code, message, { hint, cause, transient, retryAfterMs, mayHaveArrived: true });
}

/** A text of the server made fit for a message: one line, no terminal escapes, not endless. */
export function serverText(text: string, limit = 300): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return line.length > limit ? `${line.slice(0, limit)}...` : line;
}

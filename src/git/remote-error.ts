import { McpError } from '../model/error.ts';

/** The server wants other credentials, or these may not do this. */
export function authError(url: string, detail: string): McpError {
  return new McpError('REMOTE_AUTH', `${url} refused access: ${detail}`, {
    hint: 'Set MCP_GIT_TOKEN, or MCP_GIT_USERNAME and MCP_GIT_PASSWORD, or configure a git credential helper or ssh key that may use this repository.',
  });
}

/** The server did not answer, broke off, or says that it cannot at the moment: trying again may help. */
export function unreachableError(url: string, detail: string, cause?: unknown, hint?: string): McpError {
  return new McpError('REMOTE_UNREACHABLE', `${url} cannot be reached: ${detail}`, {
    hint:
      hint ?? 'Check the address and the network, then run the command again: it takes up where it stopped.',
    cause,
  });
}

/** The server answered something that is not the git protocol. */
export function protocolError(url: string, detail: string): McpError {
  return new McpError('REMOTE_PROTOCOL', `${url} gave an answer that is not understood: ${detail}`, {
    hint: 'Check that the address is that of a git repository and that nothing between here and there rewrites the traffic.',
  });
}

/** A text of the server made fit for a message: one line, no terminal escapes, not endless. */
export function serverText(text: string, limit = 300): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return line.length > limit ? `${line.slice(0, limit)}...` : line;
}

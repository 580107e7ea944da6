import type { McpError } from '../model/error.ts';
import type { HttpResponse } from './http-request.ts';
import { authError, protocolError, serverText, unreachableError } from './remote-error.ts';

/** What an unwelcome status means, with the beginning of what the server says about it. Reads the body to its end. */
export async function httpFailure(response: HttpResponse, url: string): Promise<McpError> {
  const { status } = response;
  const isText = /^text\/plain|^application\/json/.test(response.header('content-type'));
  const body = serverText(await readStart(response.body), 200);
  const detail = `HTTP ${status}${isText && body !== '' ? `: ${body}` : ''}`;
  if (status === 401 || status === 403) return authError(url, detail);
  if (status === 404) {
    return unreachableError(
      url,
      detail,
      undefined,
      'Check the address, and that your account may see the repository.',
    );
  }
  if (status >= 500 || status === 429 || status === 408) return unreachableError(url, detail);
  return protocolError(url, detail);
}

/** The first KB of a body, which is read to its end so that the connection can be used again. */
export async function readStart(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  try {
    for await (const chunk of body) {
      if (text.length < 1024) text += Buffer.from(chunk).toString();
    }
  } catch {
    return text;
  }
  return text;
}

import type { RemoteError } from '../model/remote-error.ts';
import type { HttpRequest, HttpResponse } from './http-request.ts';
import { authError, protocolError, serverText, unreachableError } from './remote-error.ts';

/** Answers of gateways and of servers that are busy or in trouble; the others of 500 and more are for good. */
const transientStatus: readonly number[] = [408, 425, 429, 500, 502, 503, 504];

/** Refused before the service behind saw anything of it. */
const refusedStatus: readonly number[] = [425, 429, 501, 505];

/** What an unwelcome status means, with the beginning of what the server says about it. */
export async function httpFailure(
  response: HttpResponse,
  url: string,
  method: HttpRequest['method'],
): Promise<RemoteError> {
  const { status } = response;
  const isText = /^text\/plain|^application\/json/.test(response.header('content-type'));
  const body = serverText(await readStart(response.body), 200);
  const detail = `HTTP ${status}${isText && body !== '' ? `: ${body}` : ''}`;
  if (status === 401 || status === 403) return authError(url, detail);
  if (status === 404) {
    return unreachableError(url, detail, {
      transient: false,
      hint: 'Check the address, and that your account may see the repository.',
    });
  }
  if (status >= 500 || transientStatus.includes(status)) {
    return unreachableError(url, detail, {
      transient: transientStatus.includes(status),
      retryAfterMs: retryAfter(response),
      mayHaveArrived: method === 'POST' && !refusedStatus.includes(status),
    });
  }
  if (status >= 300 && status < 400)
    return protocolError(url, `${detail}: a redirect, which git's http.followRedirects forbids`);
  return protocolError(url, detail);
}

/** `Retry-After` (RFC 9110, 10.2.3) in milliseconds: a number of seconds, or a date, taken by the server's own clock where it tells it. */
function retryAfter(response: HttpResponse): number | null {
  const value = response.header('retry-after').trim();
  if (/^\d{1,9}$/.test(value)) return Number(value) * 1000;
  const time = Date.parse(value);
  const now = Date.parse(response.header('date'));
  return Number.isNaN(time) ? null : Math.max(time - (Number.isNaN(now) ? Date.now() : now), 0);
}

/** The first KB of a body. A short one is read to its end, so that the connection can be used again; a long one is cut. */
export async function readStart(body: AsyncIterable<Uint8Array>): Promise<string> {
  let text = '';
  let bytes = 0;
  try {
    for await (const chunk of body) {
      if (text.length < 1024) text += Buffer.from(chunk).toString('utf8', 0, 1024);
      bytes += chunk.length;
      if (bytes > 65_536) break;
    }
  } catch {
    return text;
  }
  return text;
}

import type { Agent, ClientRequest, IncomingMessage } from 'node:http';
import * as http from 'node:http';
import * as https from 'node:https';
import { isUntrustedCertificate } from '../runtime/untrusted-certificate.ts';
import { interrupted } from './git-process.ts';
import { protocolError, unreachableError } from './remote-error.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Iterable<Uint8Array>;
  readonly agent: Agent;
  /** Milliseconds without a byte in either direction. */
  readonly idleTimeout: number;
  readonly signal: AbortSignal | undefined;
}

export interface HttpResponse {
  readonly status: number;
  readonly header: (name: string) => string;
  /** @throws McpError REMOTE_UNREACHABLE when the connection breaks off, INTERRUPTED when the signal fires */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Connections stay open between the requests of a run. Node before 24.5 knows no proxies. */
export function makeAgent(url: string, options: https.AgentOptions): Agent {
  return url.startsWith('https:') ? new https.Agent(options) : new http.Agent(options);
}

/**
 * One request over node:http(s). The body goes out with its length, which every server and proxy understands.
 *
 * @param shown the URL in errors
 * @throws McpError REMOTE_UNREACHABLE, INTERRUPTED
 */
export async function httpRequest(request: HttpRequest, shown: string): Promise<HttpResponse> {
  try {
    return await send(request, shown);
  } catch (error) {
    // The server may close a kept connection just as it is used again; a GET can be repeated safely.
    if (request.method !== 'GET' || !(error instanceof StaleConnection)) throw error;
    return await send(request, shown);
  }
}

class StaleConnection extends Error {}

const neverConnected: readonly string[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
];

async function send(request: HttpRequest, shown: string): Promise<HttpResponse> {
  const { method, url, headers, agent, idleTimeout, signal } = request;
  const chunks = [...(request.body ?? [])];
  const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const outgoing = (url.startsWith('https:') ? https : http).request(url, {
    method,
    agent,
    headers: method === 'POST' ? { ...headers, 'Content-Length': length } : headers,
    ...(signal === undefined ? {} : { signal }),
  });
  outgoing.setTimeout(idleTimeout, () =>
    outgoing.destroy(new Error(`no answer within ${idleTimeout / 1000} s`)),
  );
  outgoing.once('response', resolve);
  // Errors after the response has begun are those of its body.
  outgoing.on('error', (error) => {
    reject(describe(error, outgoing, request, shown));
  });
  for (const chunk of chunks) outgoing.write(chunk);
  outgoing.end();
  const response = await promise;
  return {
    status: response.statusCode ?? 0,
    header: (name) => String(response.headers[name] ?? ''),
    body: readBody(response, outgoing, request, shown),
  };
}

async function* readBody(
  response: IncomingMessage,
  outgoing: ClientRequest,
  request: HttpRequest,
  shown: string,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of response) yield chunk as Buffer;
  } catch (error) {
    throw describe(error as Error, outgoing, request, shown);
  }
}

function describe(
  error: Error,
  outgoing: ClientRequest,
  { method, signal }: HttpRequest,
  shown: string,
): Error {
  if (signal?.aborted === true) return interrupted(signal);
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (outgoing.reusedSocket && method === 'GET' && (code === 'ECONNRESET' || code === 'EPIPE'))
    return new StaleConnection();
  if (code.startsWith('HPE_') && code !== 'HPE_INVALID_EOF_STATE') return protocolError(shown, error.message);
  const isUntrusted = isUntrustedCertificate(code);
  return unreachableError(shown, error.message === '' ? code : error.message, {
    transient: !isUntrusted && code !== 'EPROTO' && !code.startsWith('ERR_'),
    mayHaveArrived: method === 'POST' && !isUntrusted && !neverConnected.includes(code),
    cause: error,
    hint: isUntrusted
      ? "Name the file with the certificate authority of the server in GIT_SSL_CAINFO, or in git's http.sslCAInfo."
      : undefined,
  });
}

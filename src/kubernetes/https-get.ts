import * as http from 'node:http';
import * as https from 'node:https';
import type { Connection, Credential } from './connection.ts';

export interface Answer {
  readonly status: number;
  readonly retryAfter: string;
  readonly body: string;
}

/** What one answer may take. */
export interface AnswerLimits {
  /** Bytes of a body. */
  readonly size: number;
  /** Milliseconds without a byte. */
  readonly idle: number;
  /** Milliseconds from the request to the last byte. */
  readonly total: number;
}

/** An answer that is longer than it may be. */
export class AnswerTooLarge extends Error {}

/** Connections that stay open between requests of one credential, through the proxy of the kubeconfig or the environment. */
export function makeAgent(
  connection: Connection,
  { cert, key }: Credential,
  environment: NodeJS.ProcessEnv,
): http.Agent {
  const { proxyUrl, ca, insecure, tlsServerName } = connection;
  const proxyEnv =
    proxyUrl === undefined ? environment : { HTTP_PROXY: proxyUrl, HTTPS_PROXY: proxyUrl, NO_PROXY: '' };
  const options = { keepAlive: true, proxyEnv } as https.AgentOptions;
  if (connection.server.startsWith('http:')) return new http.Agent(options);
  return new https.Agent({
    ...options,
    rejectUnauthorized: !insecure,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined ? {} : { cert, key }),
    ...(tlsServerName === undefined ? {} : { servername: tlsServerName }),
  });
}

/**
 * One GET, its body read to the end and decoded. Redirects are not followed: they could lead the credential elsewhere.
 *
 * @throws AnswerTooLarge, the reason of the signal, or what node:https throws.
 */
export function httpsGet(
  url: string,
  headers: Credential['headers'],
  { agent, limits, signal }: { agent: http.Agent; limits: AnswerLimits; signal: AbortSignal },
): Promise<Answer> {
  const late = AbortSignal.timeout(limits.total);
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const outgoing = (url.startsWith('https:') ? https : http).get(url, {
    agent,
    headers: { ...headers, Accept: 'application/json' },
    signal: AbortSignal.any([signal, late]),
  });
  const fail = (error: Error): void => {
    if (signal.aborted) reject(signal.reason as Error);
    else reject(late.aborted ? new Error(`no whole answer within ${limits.total / 1000} s`) : error);
  };
  outgoing.setTimeout(limits.idle, () =>
    outgoing.destroy(new Error(`no answer within ${limits.idle / 1000} s`)),
  );
  outgoing.on('error', fail);
  outgoing.once('response', (response) => {
    const chunks: Buffer[] = [];
    let length = 0;
    response.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      length += chunk.length;
      if (length > limits.size) response.destroy(new AnswerTooLarge());
    });
    response.on('error', fail);
    response.on('end', () => {
      const { statusCode: status = 0, headers: received } = response;
      const body = Buffer.concat(chunks).toString();
      resolve({ status, retryAfter: received['retry-after'] ?? '', body });
    });
  });
  return promise;
}

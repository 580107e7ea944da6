import { createServer } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tlsOptions } from './certificates.ts';
import type { Certificates } from './certificates.ts';

export interface ApiServer {
  readonly url: string;
  /** The requests so far: method, path and whether anything like a credential came with it. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** An HTTPS server on a loopback port that answers as it is told. */
export async function startApiServer(
  certificates: Certificates,
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<ApiServer> {
  const requests: string[] = [];
  const server = createServer(tlsOptions(certificates), (request, response) => {
    const { authorization, cookie } = request.headers;
    const secrets = authorization !== undefined || cookie !== undefined ? ' with credentials' : '';
    requests.push(`${request.method} ${request.url}${secrets}`);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Answers with a status, and headers. */
export function status(code: number, headers: Readonly<Record<string, string>> = {}) {
  return (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(code, headers).end('ok');
  };
}

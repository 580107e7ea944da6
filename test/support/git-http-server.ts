import { execFileSync, spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';

/** What goes wrong with one request, or what happens just before it is served. */
export interface Fault {
  /** Answers with this status instead of git's answer. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Breaks the connection once this many bytes of the request have reached git. */
  readonly cutRequestAfter?: number;
  /** Breaks the connection once this many bytes of git's answer have gone out. */
  readonly cutResponseAfter?: number;
  /** Ends the connection without a word, as a server does with one that was idle for long. */
  readonly drop?: boolean;
  /** Runs before git sees the request: another job that lands in between. */
  readonly before?: () => Promise<void> | void;
}

export interface GitHttpServer {
  /** `http://127.0.0.1:<port>`, or https */
  readonly origin: string;
  /** `GET /fleet.git/info/refs?service=...` of every request so far. */
  readonly requests: string[];
  /** Asked for every request, as it stands in `requests`; undefined lets it through. */
  intercept: (request: string, headers: IncomingMessage['headers'], socket: Socket) => Fault | undefined;
  close(): Promise<void>;
}

/** The program itself: `git http-backend` would be its parent, and killing that leaves it running. */
const httpBackend = join(
  execFileSync('git', ['--exec-path'], { encoding: 'utf8' }).trim(),
  'git-http-backend',
);

/** Serves all repositories below a folder through the real `git http-backend`. */
export async function startGitHttpServer(
  root: string,
  { password, tls }: { password?: string; tls?: ServerOptions } = {},
): Promise<GitHttpServer> {
  const receive = (request: IncomingMessage, response: ServerResponse): void => {
    const line = `${request.method} ${request.url}`;
    self.requests.push(line);
    const sent = Buffer.from(
      (request.headers.authorization ?? '').replace(/^basic /i, ''),
      'base64',
    ).toString();
    if (password !== undefined && sent !== `robot:${password}`) {
      response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end('who are you?');
      return;
    }
    void serve(root, request, response, self.intercept(line, request.headers, request.socket) ?? {});
  };
  const server = tls === undefined ? createServer(receive) : createTlsServer(tls, receive);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const self: GitHttpServer = {
    origin: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    intercept: () => undefined,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
  return self;
}

async function serve(
  root: string,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
): Promise<void> {
  await fault.before?.();
  if (fault.drop === true) {
    request.socket.destroy();
    return;
  }
  if (fault.status !== undefined) {
    request.resume();
    response.writeHead(fault.status, fault.headers).end(fault.body ?? '');
    return;
  }
  const url = new URL(request.url ?? '/', 'http://localhost');
  if (response.destroyed) return;
  const backend = spawn(httpBackend, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      REQUEST_METHOD: request.method,
      PATH_INFO: decodeURIComponent(url.pathname),
      QUERY_STRING: url.search.slice(1),
      CONTENT_TYPE: request.headers['content-type'] ?? '',
      ...(request.headers['content-length'] === undefined
        ? {}
        : { CONTENT_LENGTH: request.headers['content-length'] }),
      ...(request.headers['content-encoding'] === undefined
        ? {}
        : { HTTP_CONTENT_ENCODING: request.headers['content-encoding'] }),
      GIT_PROTOCOL: String(request.headers['git-protocol'] ?? ''),
      REMOTE_ADDR: '127.0.0.1',
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'http.receivepack',
      GIT_CONFIG_VALUE_0: 'true',
    },
  });
  backend.stdin.on('error', () => undefined);
  // git http-backend 2.39 spins for ever when a request ends before its Content-Length; web servers end it as well.
  const kill = () => backend.kill('SIGKILL');
  response.on('close', () => {
    if (!request.complete) kill();
  });
  feed(request, backend.stdin, kill, fault.cutRequestAfter);
  answer(backend.stdout, response, fault.cutResponseAfter);
}

function feed(
  request: IncomingMessage,
  stdin: NodeJS.WritableStream,
  kill: () => void,
  cutAfter = Infinity,
): void {
  let passed = 0;
  request.on('data', (chunk: Buffer) => {
    stdin.write(chunk.subarray(0, Math.max(cutAfter - passed, 0)));
    passed += chunk.length;
    if (passed >= cutAfter) {
      stdin.end();
      request.socket.destroy();
      if (passed > cutAfter) kill();
    }
  });
  request.on('end', () => {
    stdin.end();
  });
}

function answer(stdout: NodeJS.ReadableStream, response: ServerResponse, cutAfter = Infinity): void {
  let head: Buffer | null = Buffer.alloc(0);
  let passed = 0;
  const send = (chunk: Buffer) => {
    const part = chunk.subarray(0, Math.max(cutAfter - passed, 0));
    passed += chunk.length;
    if (passed < cutAfter) response.write(part);
    else response.write(part, () => response.socket?.destroy());
  };
  stdout.on('data', (chunk: Buffer) => {
    if (head === null) {
      send(chunk);
      return;
    }
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) return;
    const fields = head
      .toString('latin1', 0, end)
      .split('\r\n')
      .map((line) => line.split(': ') as [string, string]);
    const status = Number.parseInt(fields.find(([name]) => name === 'Status')?.[1] ?? '200', 10);
    response.writeHead(status, Object.fromEntries(fields.filter(([name]) => name !== 'Status')));
    const rest = head.subarray(end + 4);
    head = null;
    if (rest.length > 0 || cutAfter === 0) send(rest);
  });
  stdout.on('end', () => response.end());
}

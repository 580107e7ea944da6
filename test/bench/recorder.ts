import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that keeps the receive-pack requests: the floor replays them, built beforehand. */
export interface Recorder {
  readonly origin: string;
  /** In the order in which they came. */
  readonly bodies: readonly Buffer[];
  /** The largest one. */
  body(): Buffer;
  close(): void;
}

export async function startRecorder(target: string): Promise<Recorder> {
  const bodies: Buffer[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      if (request.method === 'POST' && request.url?.endsWith('/git-receive-pack') === true) bodies.push(body);
      const { host, connection, 'transfer-encoding': encoding, ...headers } = request.headers;
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? 'GET',
        headers: headers as Record<string, string>,
        ...(request.method === 'POST' ? { body } : {}),
      });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    bodies,
    body: () => bodies.toSorted((a, b) => b.length - a.length)[0] ?? Buffer.alloc(0),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** One POST of a recorded request: what no client that pushes these objects can be faster than. */
export async function replay(body: Buffer, repository: string): Promise<void> {
  const answer = await fetch(`${repository}/git-receive-pack`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-git-receive-pack-request',
      accept: 'application/x-git-receive-pack-result',
    },
    body,
  });
  const text = await answer.text();
  if (!answer.ok || !text.includes('unpack ok') || /\bng /u.test(text))
    throw new Error(`the replay failed: ${text.slice(0, 300)}`);
}

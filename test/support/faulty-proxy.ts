import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** What happens once this many bytes have passed in that direction, over all connections. */
export interface CutPoint {
  readonly direction: 'up' | 'down';
  readonly after: number;
  /** A reset, the end of this direction alone, or silence. */
  readonly how: 'reset' | 'halfClose' | 'stall';
}

/** A TCP relay that passes bytes on, up to a point. */
export interface FaultyProxy {
  readonly origin: string;
  /** Bytes that passed since `begin`. */
  readonly passed: Readonly<Record<CutPoint['direction'], number>>;
  /** Counts from here on; null lets everything through. */
  begin(cut: CutPoint | null): void;
  close(): Promise<void>;
}

export async function startFaultyProxy(port: number): Promise<FaultyProxy> {
  const passed = { up: 0, down: 0 };
  let cut: CutPoint | null = null;
  const sockets = new Set<Socket>();
  const relay = (direction: CutPoint['direction'], from: Socket, to: Socket): void => {
    const reset = (): void => {
      from.resetAndDestroy();
      to.resetAndDestroy();
    };
    from.on('data', (chunk: Buffer) => {
      const room = cut?.direction === direction ? Math.max(cut.after - passed[direction], 0) : Infinity;
      passed[direction] += chunk.length;
      if (room > 0) to.write(chunk.subarray(0, room));
      if (room > chunk.length || cut === null || cut.how === 'stall') return;
      if (cut.how === 'halfClose') to.end();
      else setImmediate(reset);
    });
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => sockets.delete(from));
  };
  const server = createServer({ allowHalfOpen: true }, (client) => {
    const upstream = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    for (const socket of [client, upstream]) sockets.add(socket);
    relay('up', client, upstream);
    relay('down', upstream, client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed,
    begin: (next) => {
      Object.assign(passed, { up: 0, down: 0 });
      cut = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

import { localTransport } from './local-transport.ts';
import type { Location } from './location.ts';
import type { Transport } from './transport.ts';

export interface TransportOptions {
  readonly environment: NodeJS.ProcessEnv;
  /** Of mcp: servers are told it. */
  readonly toolVersion?: string | undefined;
  /** Milliseconds of silence after which a connection is given up; five minutes when not given. */
  readonly idleTimeout?: number | undefined;
}

/** The pipe for a location; node:http and what belongs to it are loaded only for http(s). */
export async function makeTransport(
  location: Location,
  { environment, toolVersion, idleTimeout = 300_000 }: TransportOptions,
): Promise<Transport> {
  const agent = toolVersion === undefined ? 'mcp' : `mcp/${toolVersion}`;
  switch (location.kind) {
    case 'http': {
      const { HttpTransport } = await import('./http-transport.ts');
      return new HttpTransport(location, { environment, idleTimeout, agent });
    }
    case 'ssh': {
      const { sshTransport } = await import('./ssh-transport.ts');
      return sshTransport(location, { environment, idleTimeout, agent });
    }
    case 'local':
      return localTransport(location, { environment, idleTimeout, agent });
  }
}

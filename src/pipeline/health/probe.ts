import { lookup as resolve } from 'node:dns';
import { request } from 'node:https';
import { isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import type { Endpoint } from '../../model/endpoint.ts';
import type { ProbeState } from '../../model/health.ts';
import { isRefusedAddress } from './refused-address.ts';

export interface ProbeOptions {
  /** Milliseconds for one try, from the name to the answer's first line. */
  readonly timeout: number;
  /** Ask link-local and metadata addresses too. */
  readonly allowLinkLocal: boolean;
  readonly signal: AbortSignal;
}

export interface ProbeAnswer {
  readonly state: ProbeState;
  readonly reason: string;
  /** Another try may come out differently. */
  readonly passing: boolean;
  /** A TLS connection was made: what went wrong is not the network's fault. */
  readonly connected: boolean;
}

/** Certificates of an authority that nobody named; everything else about a certificate is the server's fault. */
const unknownAuthority = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

const certificateError =
  /^(CERT_|ERR_TLS_CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA|HOSTNAME_MISMATCH)/;

/**
 * Asks an API server once whether it is ready: GET /readyz, without credentials, without following redirects, without
 * reading the body. Rejects only when the signal aborts.
 */
export async function probe(endpoint: Endpoint, options: ProbeOptions): Promise<ProbeAnswer> {
  const { hostname } = new URL(endpoint.url);
  const host = hostname.replace(/^\[|\]$/g, '');
  if (!options.allowLinkLocal && isIP(host) !== 0 && isRefusedAddress(host)) return refusedAddress(host);
  let connected = false;
  try {
    const status = await statusOf(endpoint, host, options, () => (connected = true));
    return judge(status);
  } catch (error) {
    options.signal.throwIfAborted();
    if (error instanceof RefusedAddress) return refusedAddress(error.message);
    return { ...failure(error, endpoint, options.timeout), connected };
  }
}

class RefusedAddress extends Error {}

function statusOf(
  endpoint: Endpoint,
  host: string,
  { timeout, allowLinkLocal, signal }: ProbeOptions,
  onSecure: () => void,
): Promise<number> {
  const { port, pathname } = new URL(endpoint.url);
  const { promise, resolve: answer, reject } = Promise.withResolvers<number>();
  const asked = request({
    host,
    port: port === '' ? 443 : port,
    path: `${pathname.replace(/\/+$/, '')}/readyz`,
    headers: { accept: 'text/plain', 'user-agent': 'mcp' },
    agent: false,
    ...(endpoint.certificateAuthority === null ? {} : { ca: endpoint.certificateAuthority }),
    ...(endpoint.serverName === null ? {} : { servername: endpoint.serverName }),
    rejectUnauthorized: endpoint.verify,
    ...(allowLinkLocal ? {} : { lookup: guardedLookup }),
    signal: AbortSignal.any([signal, AbortSignal.timeout(timeout)]),
  });
  asked.on('socket', (socket) => socket.once('secureConnect', onSecure));
  asked.on('error', reject);
  asked.on('response', (response) => {
    answer(response.statusCode ?? 0);
    response.destroy();
  });
  asked.end();
  return promise;
}

/** Looks at what a name stands for when it is used: asked beforehand, it may stand for something else by then. */
const guardedLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) {
      callback(error, '', 0);
      return;
    }
    const bad = addresses.find(({ address }) => isRefusedAddress(address));
    const [first] = addresses;
    if (bad !== undefined || first === undefined)
      callback(new RefusedAddress(bad?.address ?? hostname), '', 0);
    else if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
};

function judge(status: number): ProbeAnswer {
  if (status === 200) return { state: 'ready', reason: '', passing: false, connected: true };
  if (status === 401 || status === 403)
    return { state: 'reachable', reason: `answers ${status}`, passing: false, connected: true };
  const isRedirect = status >= 300 && status < 400;
  return {
    state: 'missed',
    reason: isRedirect ? `answers ${status}, a redirect that is not followed` : `answers ${status}`,
    passing: status >= 500 || status === 429,
    connected: true,
  };
}

function refusedAddress(address: string): ProbeAnswer {
  return {
    state: 'notProbed',
    reason: `${address} is a link-local or metadata address`,
    passing: false,
    connected: false,
  };
}

/** The code alone: messages of TLS name what stands in certificates, which is hostile text. */
function failure(
  error: unknown,
  { certificateAuthority }: Endpoint,
  timeout: number,
): Omit<ProbeAnswer, 'connected'> {
  const { name, code } = error as NodeJS.ErrnoException;
  if (name === 'AbortError' || name === 'TimeoutError')
    return { state: 'missed', reason: `no answer within ${timeout / 1000} s`, passing: true };
  if (code !== undefined && unknownAuthority.has(code) && certificateAuthority === null)
    return {
      state: 'unverified',
      reason: 'the inventory names no authority for its certificate',
      passing: false,
    };
  if (code !== undefined && certificateError.test(code))
    return { state: 'missed', reason: `its certificate is refused: ${code}`, passing: false };
  return { state: 'missed', reason: code ?? 'the connection failed', passing: true };
}

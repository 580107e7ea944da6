import type { Endpoint, EndpointProblem } from '../../model/endpoint.ts';
import type { ProbeResult } from '../../model/health.ts';
import type { Random } from '../../model/ports.ts';
import { probe } from './probe.ts';
import type { ProbeAnswer, ProbeOptions } from './probe.ts';

export interface ProbeFleetOptions extends ProbeOptions {
  /** How many endpoints are asked at once. */
  readonly concurrency: number;
  readonly random: Random;
}

const tries = 3;
/** Milliseconds, doubled for the third try. */
const firstPause = 250;
/** So many connections in a row that did not come about, and a host is left alone. */
const failuresUntilOpen = 5;
/** Milliseconds. */
const openFor = 30_000;

/**
 * Asks each cluster's endpoint whether it is there, in the order given. An endpoint that several clusters share is asked
 * once; a failure that may pass is tried again after a pause; a host that lets no connection come about is left alone
 * for a while, whoever else lives behind it. Rejects only when the signal aborts.
 */
export async function probeFleet(
  endpoints: ReadonlyMap<string, Endpoint | EndpointProblem | null>,
  options: ProbeFleetOptions,
): Promise<readonly ProbeResult[]> {
  const ask = await prober(endpoints.size, options);
  return Promise.all(
    [...endpoints].map(async ([cluster, endpoint]): Promise<ProbeResult> => {
      if (endpoint === null)
        return { cluster, url: null, state: 'notProbed', reason: 'the inventory names no endpoint' };
      if ('problem' in endpoint) return { cluster, url: null, state: 'notProbed', reason: endpoint.problem };
      const { state, reason } = await ask(endpoint);
      return { cluster, url: endpoint.url, state, reason };
    }),
  );
}

async function prober(
  most: number,
  options: ProbeFleetOptions,
): Promise<(endpoint: Endpoint) => Promise<ProbeAnswer>> {
  // Loaded only by those who probe.
  const {
    BrokenCircuitError,
    ConsecutiveBreaker,
    DelegateBackoff,
    bulkhead,
    circuitBreaker,
    handleWhenResult,
    retry,
    wrap,
  } = await import('cockatiel');
  const gate = bulkhead(options.concurrency, most);
  const again = retry(
    handleWhenResult((answer) => (answer as ProbeAnswer).passing),
    {
      maxAttempts: tries - 1,
      backoff: new DelegateBackoff(
        ({ attempt }) => firstPause * 2 ** (attempt - 1) * (0.5 + options.random.number()),
      ),
    },
  );
  const newBreaker = () =>
    circuitBreaker(
      handleWhenResult((answer) => (answer as ProbeAnswer).passing && !(answer as ProbeAnswer).connected),
      { halfOpenAfter: openFor, breaker: new ConsecutiveBreaker(failuresUntilOpen) },
    );
  const breakers = new Map<string, ReturnType<typeof newBreaker>>();
  const answers = new Map<string, Promise<ProbeAnswer>>();

  const ask = async (endpoint: Endpoint): Promise<ProbeAnswer> => {
    const { host } = new URL(endpoint.url);
    const breaker = breakers.get(host) ?? newBreaker();
    breakers.set(host, breaker);
    try {
      return await wrap(gate, again, breaker).execute(() => probe(endpoint, options), options.signal);
    } catch (error) {
      options.signal.throwIfAborted();
      if (!(error instanceof BrokenCircuitError)) throw error;
      const reason = `not asked: ${host} let no connection come about ${failuresUntilOpen} times in a row`;
      return { state: 'missed', reason, passing: true, connected: false };
    }
  };
  return (endpoint) => {
    const { url, certificateAuthority, verify, serverName } = endpoint;
    const key = JSON.stringify([url, certificateAuthority, verify, serverName]);
    const answer = answers.get(key) ?? ask(endpoint);
    answers.set(key, answer);
    return answer;
  };
}

import type { Agent } from 'node:http';
import { askHelper, basicHeader, givenCredentials, netrcCredentials, tellHelper } from './credentials.ts';
import type { Credentials } from './credentials.ts';
import { httpFailure, readStart } from './http-failure.ts';
import { httpRequest, makeAgent } from './http-request.ts';
import type { HttpRequest, HttpResponse } from './http-request.ts';
import { httpSettings } from './http-settings.ts';
import type { HttpSettings } from './http-settings.ts';
import { parseLocation } from './location.ts';
import type { HttpLocation } from './location.ts';
import { PacketReader } from './pkt-line.ts';
import { protocolError, serverText } from './remote-error.ts';
import type { Conversation, ServiceName, Transport } from './transport.ts';

export interface HttpTransportOptions {
  readonly environment: NodeJS.ProcessEnv;
  readonly idleTimeout: number;
  readonly agent: string;
}

interface Connections {
  readonly agent: Agent;
  readonly settings: HttpSettings;
}

/** git's smart HTTP protocol (gitprotocol-http(5)): an advertisement by GET, a request and its answer by POST. */
export class HttpTransport implements Transport {
  readonly url: string;
  readonly agent: string;
  readonly #options: HttpTransportOptions;
  #location: HttpLocation;
  /** Made before the first request to a host. */
  #connections: Promise<Connections> | null = null;
  #authorization: string | null;
  /** What is still to be tried when the server wants credentials. */
  #sources: ((signal: AbortSignal | undefined) => Promise<string | null>)[];
  #fromHelper: Credentials | null = null;

  constructor(location: HttpLocation, options: HttpTransportOptions) {
    this.url = location.url;
    this.agent = options.agent;
    this.#location = location;
    this.#options = options;
    const given = givenCredentials(location, options.environment);
    this.#authorization = given === null ? null : basicHeader(given);
    this.#sources = given === null ? this.#askedSources() : [];
  }

  async open(service: ServiceName, signal: AbortSignal | undefined): Promise<Conversation> {
    const version2: Record<string, string> =
      service === 'git-upload-pack' ? { 'Git-Protocol': 'version=2' } : {};
    const response = await this.#discover(service, version2, signal);
    if (response.header('content-type') !== `application/x-${service}-advertisement`) {
      throw protocolError(
        this.url,
        `no git repository is served here (${serverText(response.header('content-type'), 80)})`,
      );
    }
    const advertisement = new PacketReader(skipServiceLine(response.body, service), this.url);
    let last = advertisement;
    return {
      advertisement,
      request: async (body) => {
        await advertisement.drain();
        last = await this.#post(service, version2, body, signal);
        return last;
      },
      finish: () => last.drain(),
      abandon: () => {
        last.close();
      },
    };
  }

  gitEnvironment(): Readonly<Record<string, string>> {
    const { origin } = new URL(this.url);
    // Elsewhere git asks the same sources itself; sent along, these would go to the host that led away.
    if (this.#authorization === null || new URL(this.#location.url).origin !== origin) return {};
    const index = Number(this.#options.environment['GIT_CONFIG_COUNT'] ?? '0');
    const key = `http.${origin}/.extraHeader`;
    // The empty value drops a header that git is configured with: servers refuse two of them.
    return {
      GIT_CONFIG_COUNT: String(index + 2),
      [`GIT_CONFIG_KEY_${index}`]: key,
      [`GIT_CONFIG_VALUE_${index}`]: '',
      [`GIT_CONFIG_KEY_${index + 1}`]: key,
      [`GIT_CONFIG_VALUE_${index + 1}`]: `Authorization: ${this.#authorization}`,
    };
  }

  close(): void {
    this.#disconnect();
  }

  async #discover(
    service: ServiceName,
    headers: Record<string, string>,
    signal: AbortSignal | undefined,
  ): Promise<HttpResponse> {
    const suffix = `/info/refs?service=${service}`;
    for (let redirects = 0; redirects <= 5;) {
      const response = await this.#send({ method: 'GET', url: this.#location.url + suffix, headers, signal });
      if (response.status >= 300 && response.status < 400) {
        await readStart(response.body);
        const { settings } = await this.#connect();
        if (!settings.followRedirects) throw await httpFailure(response, this.url, 'GET');
        this.#follow(response, suffix);
        redirects += 1;
      } else if (response.status === 401) {
        await this.#nextCredentials(response, signal);
      } else if (response.status === 200) {
        await this.#welcomed();
        return response;
      } else {
        throw await httpFailure(response, this.url, 'GET');
      }
    }
    throw protocolError(this.url, 'more than five redirects');
  }

  async #post(
    service: ServiceName,
    version2: Record<string, string>,
    body: Iterable<Uint8Array>,
    signal: AbortSignal | undefined,
  ): Promise<PacketReader> {
    const headers = {
      ...version2,
      'Content-Type': `application/x-${service}-request`,
      Accept: `application/x-${service}-result`,
    };
    const chunks = [...body];
    for (;;) {
      const url = `${this.#location.url}/${service}`;
      const answer = await this.#send({ method: 'POST', url, headers, body: chunks, signal });
      if (answer.status === 200) {
        await this.#welcomed();
        return new PacketReader(answer.body, this.url);
      }
      // Some servers let everybody read the advertisement and ask for credentials only now.
      if (answer.status !== 401) throw await httpFailure(answer, this.url, 'POST');
      await this.#nextCredentials(answer, signal);
    }
  }

  async #welcomed(): Promise<void> {
    if (this.#fromHelper !== null)
      await tellHelper('approve', this.#location, this.#fromHelper, this.#options.environment);
    this.#fromHelper = null;
  }

  async #nextCredentials(response: HttpResponse, signal: AbortSignal | undefined): Promise<void> {
    const failure = await httpFailure(response, this.url, 'GET');
    if (this.#fromHelper !== null)
      await tellHelper('reject', this.#location, this.#fromHelper, this.#options.environment);
    this.#fromHelper = null;
    for (let source = this.#sources.shift(); source !== undefined; source = this.#sources.shift()) {
      this.#authorization = await source(signal);
      if (this.#authorization !== null) return;
    }
    throw failure;
  }

  #askedSources(): ((signal: AbortSignal | undefined) => Promise<string | null>)[] {
    const { environment } = this.#options;
    return [
      async () => (await this.#connect()).settings.authorization,
      async () => {
        const known = await netrcCredentials(this.#location, environment);
        return known === null ? null : basicHeader(known);
      },
      async (signal) => {
        this.#fromHelper = await askHelper(this.#location, environment, signal);
        return this.#fromHelper === null ? null : basicHeader(this.#fromHelper);
      },
    ];
  }

  /** Only a redirect of the whole repository is followed, never down to http, and credentials stay with their host. */
  #follow(response: HttpResponse, suffix: string): void {
    const target = URL.parse(response.header('location'), this.#location.url + suffix);
    const base = target?.href.endsWith(suffix) === true ? target.href.slice(0, -suffix.length) : null;
    const secure = target?.protocol === 'https:' || !this.#location.url.startsWith('https:');
    if (base === null || base === this.#location.url || !/^https?:/.test(base) || !secure)
      throw protocolError(this.url, 'a redirect that does not lead to a repository');
    const next = parseLocation(base) as HttpLocation;
    if (new URL(next.url).origin !== new URL(this.#location.url).origin) {
      this.#authorization = null;
      this.#fromHelper = null;
      this.#sources = this.#askedSources();
      this.#disconnect();
    }
    this.#location = { ...next, username: null, password: null };
  }

  async #send(
    request: Pick<HttpRequest, 'method' | 'url' | 'headers' | 'signal'> & { body?: Iterable<Uint8Array> },
  ): Promise<HttpResponse> {
    const headers = {
      // Some servers speak git's protocol only to a client that is called git.
      'User-Agent': `git/${this.agent}`,
      ...(this.#authorization === null ? {} : { Authorization: this.#authorization }),
      ...request.headers,
    };
    const { agent } = await this.#connect();
    return await httpRequest(
      { ...request, headers, agent, idleTimeout: this.#options.idleTimeout },
      this.url,
    );
  }

  #connect(): Promise<Connections> {
    const { url } = this.#location;
    return (this.#connections ??= httpSettings(url, this.#options.environment).then((settings) => ({
      settings,
      agent: makeAgent(url, settings.agent),
    })));
  }

  #disconnect(): void {
    this.#connections?.then(
      ({ agent }) => {
        agent.destroy();
      },
      () => undefined,
    );
    this.#connections = null;
  }
}

/** Over HTTP an advertisement is headed by a section of its own that names the service. */
async function* skipServiceLine(
  body: AsyncIterable<Uint8Array>,
  service: ServiceName,
): AsyncGenerator<Uint8Array> {
  const head = Buffer.from(`# service=${service}\n`);
  const expected = Buffer.concat([
    Buffer.from((head.length + 4).toString(16).padStart(4, '0')),
    head,
    Buffer.from('0000'),
  ]);
  let start: Buffer | null = Buffer.alloc(0);
  for await (const chunk of body) {
    if (start === null) {
      yield chunk;
      continue;
    }
    start = Buffer.concat([start, chunk]);
    if (start.length < expected.length) continue;
    const isHeaded = start.subarray(0, expected.length).equals(expected);
    // Some servers leave it out in version 2, which gitprotocol-v2(5) allows.
    yield isHeaded ? start.subarray(expected.length) : start;
    start = null;
  }
  if (start !== null) yield start;
}

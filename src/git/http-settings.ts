import { readFile } from 'node:fs/promises';
import type { AgentOptions } from 'node:https';
import { getCACertificates } from 'node:tls';
import { McpError } from '../model/error.ts';
import { isOff } from './is-off.ts';
import { gitEnvironment, runGit } from './git-process.ts';

/** How git is configured to reach a URL, by `http.*`, `http.<url>.*` and the variables that go before them. */
export interface HttpSettings {
  readonly agent: AgentOptions;
  /** The `Authorization` header that git would send, as CI checkouts leave it behind. */
  readonly authorization: string | null;
  readonly followRedirects: boolean;
}

/**
 * Asks git itself, which knows best what `http.<url>.*` matches, and reads the certificates that are named there.
 *
 * @throws McpError CONFIG_INVALID for a file that cannot be read, CONFIG_UNSUPPORTED for a proxy that is not http(s)
 */
export async function httpSettings(url: string, environment: NodeJS.ProcessEnv): Promise<HttpSettings> {
  const { stdout } = await runGit(['config', '-z', '--type=path', '--get-urlmatch', 'http', url], {
    environment: gitEnvironment(environment),
  });
  const configured = new Map(
    stdout
      .toString()
      .split('\0')
      .map((entry) => [entry.split('\n', 1)[0] ?? '', entry.slice(entry.indexOf('\n') + 1)]),
  );
  const setting = (key: string, variable?: string) =>
    (variable === undefined ? undefined : environment[variable]) ?? configured.get(`http.${key}`) ?? '';
  return {
    agent: {
      keepAlive: true,
      proxyEnv: proxyVariables(configured.get('http.proxy'), environment),
      ...(await certificates(setting, environment)),
    },
    authorization: /^authorization: *(\S.*)$/is.exec(setting('extraheader'))?.[1] ?? null,
    followRedirects: !isOff(setting('followredirects')),
  };
}

async function certificates(
  setting: (key: string, variable?: string) => string,
  environment: NodeJS.ProcessEnv,
): Promise<AgentOptions> {
  const authority = setting('sslcainfo', 'GIT_SSL_CAINFO');
  const certificate = setting('sslcert', 'GIT_SSL_CERT');
  // Without a key of its own, curl looks for it beside the certificate.
  const key = setting('sslkey', 'GIT_SSL_KEY') || certificate;
  const unchecked = environment['GIT_SSL_NO_VERIFY'] !== undefined || isOff(setting('sslverify'));
  return {
    ...(authority === '' ? {} : { ca: [...getCACertificates('extra'), await readPem(authority)] }),
    ...(certificate === '' ? {} : { cert: await readPem(certificate), key: await readPem(key) }),
    ...(unchecked ? { rejectUnauthorized: false } : {}),
  };
}

/** What Node's agent reads from the environment, with `http.proxy` in place of the variables; empty, it switches them off. */
function proxyVariables(proxy: string | undefined, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (proxy === '') return {};
  if (proxy === undefined) return environment;
  const url = proxy.includes('://') ? proxy : `http://${proxy}`;
  if (!/^https?:/i.test(url)) {
    throw new McpError('CONFIG_UNSUPPORTED', `git's http.proxy is a ${url.split(':', 1)[0] ?? ''} proxy`, {
      hint: 'Name a proxy that is reached by http or https.',
    });
  }
  const noProxy = environment['no_proxy'] ?? environment['NO_PROXY'];
  return { HTTP_PROXY: url, HTTPS_PROXY: url, ...(noProxy === undefined ? {} : { NO_PROXY: noProxy }) };
}

async function readPem(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new McpError('CONFIG_INVALID', `The certificate file ${JSON.stringify(path)} cannot be read`, {
      cause: error,
      hint: "See git's http.sslCAInfo, http.sslCert and http.sslKey, and the variables GIT_SSL_CAINFO, GIT_SSL_CERT and GIT_SSL_KEY.",
    });
  }
}

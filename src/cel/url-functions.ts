import { celFunc, celList, celMap, celMethod, CelScalar } from '@bufbuild/cel';
import type { CelValue } from '@bufbuild/cel';
import { Opaque, opaqueOf, opaqueValue } from './opaque.ts';
import { hostName, isRequestUri, parseUrl, port, queryOf, type Url } from './url.ts';

const { BOOL, DYN, STRING } = CelScalar;

class UrlValue extends Opaque {
  readonly url: Url;

  constructor(url: Url) {
    super();
    this.url = url;
  }
}

function part(name: string, get: (url: Url) => string) {
  return celMethod(name, DYN, [], STRING, function (this: CelValue) {
    return get(opaqueOf(this, UrlValue).url);
  });
}

/** `url()` and what can be asked of it, as in Kubernetes (apiserver, pkg/cel/library/urls.go). */
export const urlFunctions = [
  celFunc('url', [STRING], DYN, (text) => {
    const url = parseUrl(text);
    if (url === null) throw new Error(`url() is given ${JSON.stringify(text)}, which is none`);
    return opaqueValue('url', url.text, new UrlValue(url));
  }),
  celFunc('isURL', [STRING], BOOL, isRequestUri),
  part('getScheme', (url) => url.scheme),
  part('getHost', (url) => url.host),
  part('getHostname', hostName),
  part('getPort', port),
  part('getEscapedPath', (url) => url.escapedPath),
  celMethod('getQuery', DYN, [], DYN, function () {
    const parameters = [...queryOf(opaqueOf(this, UrlValue).url)];
    return celMap(new Map(parameters.map(([name, values]) => [name, celList(values)])));
  }),
];

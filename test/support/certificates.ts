import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Files of an authority made for one test, of a server for 127.0.0.1 and `api.test`, and of a client, all in PEM. */
export interface Certificates {
  readonly authority: string;
  readonly server: { readonly cert: string; readonly key: string };
  readonly client: { readonly cert: string; readonly key: string };
}

export function makeCertificates(folder: string): Certificates {
  const path = (name: string) => join(folder, name);
  const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'pipe' });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl(
    ...['req', '-x509', ...newKey, '-subj', '/CN=Authority of a test', '-days', '2'],
    ...['-keyout', path('ca.key'), '-out', path('ca.pem')],
  );
  writeFileSync(path('extensions'), 'subjectAltName=IP:127.0.0.1,DNS:api.test\n');
  const signed = (name: string) => {
    const files = { key: path(`${name}.key`), cert: path(`${name}.pem`) };
    openssl('req', ...newKey, '-subj', `/CN=${name}`, '-keyout', files.key, '-out', path(`${name}.csr`));
    openssl(
      ...['x509', '-req', '-in', path(`${name}.csr`), '-CA', path('ca.pem'), '-CAkey', path('ca.key')],
      ...['-CAcreateserial', '-days', '2', '-extfile', path('extensions'), '-out', files.cert],
    );
    return files;
  };
  return { authority: path('ca.pem'), server: signed('server'), client: signed('client') };
}

/** What node:https serves with these; it asks every client for a certificate. */
export function tlsOptions({ authority, server }: Certificates): {
  readonly ca: Buffer;
  readonly cert: Buffer;
  readonly key: Buffer;
  readonly requestCert: true;
  readonly rejectUnauthorized: false;
} {
  return {
    ca: readFileSync(authority),
    cert: readFileSync(server.cert),
    key: readFileSync(server.key),
    requestCert: true,
    rejectUnauthorized: false,
  };
}

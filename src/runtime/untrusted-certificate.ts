/** Whether a code of Node's TLS says that the certificate of a server does not convince. */
export function isUntrustedCertificate(code: string): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY/.test(code);
}

import type { SourcePosition } from './position.ts';

/** Where the API server of a cluster answers, and how to know that it is the one; never any credentials. */
export interface Endpoint {
  /** https, without user, query and fragment. */
  readonly url: string;
  /** PEM certificates that the server's chain must end in; null: those that this machine trusts. */
  readonly certificateAuthority: string | null;
  /** False: the inventory says that certificates are not to be looked at. */
  readonly verify: boolean;
  /** The name to ask for and to expect in the certificate; null: the host of the URL. */
  readonly serverName: string | null;
  readonly position: SourcePosition;
}

/** An endpoint that the inventory gives and that cannot be used. */
export interface EndpointProblem {
  readonly problem: string;
  readonly position: SourcePosition;
}

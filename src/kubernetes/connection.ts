import type { Fields } from '../yaml/fields.ts';

/** How to reach an API server and who to be there. Everything in it may be secret but `name` and `server`. */
export interface Connection {
  /** For people: where it comes from. */
  readonly name: string;
  readonly server: string;
  readonly ca: Buffer | undefined;
  readonly tlsServerName: string | undefined;
  readonly insecure: boolean;
  readonly proxyUrl: string | undefined;
  readonly identity: Identity;
  readonly impersonate: { readonly user: string; readonly groups: readonly string[] } | null;
}

/** Who to be. Files are read when they are needed, and again when the server refuses what was in them. */
export type Identity =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'tokenFile'; readonly path: string }
  | { readonly kind: 'certificate'; readonly cert: Buffer; readonly key: Buffer }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'exec'; readonly plugin: ExecPlugin };

/** A program that prints an ExecCredential (client.authentication.k8s.io). */
export interface ExecPlugin {
  readonly apiVersion: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly provideClusterInfo: boolean;
  readonly installHint: string | undefined;
  /** Where the kubeconfig describes it. */
  readonly fields: Fields;
}

/** What goes with each request. */
export interface Credential {
  readonly headers: Readonly<Record<string, string | string[]>>;
  readonly cert?: Buffer;
  readonly key?: Buffer;
}

import type { RegoModule } from '../model/policy.ts';
import type { RegoLocation } from './package.ts';

/** Something that compiles Rego with OPA's own compiler: the reactor or an `opa` binary. Texts go in, places come out as indices. */
export interface RegoBackend {
  /** Which program it is: equal texts give equal results. */
  readonly id: string;
  inspect(texts: readonly RegoText[], allow: readonly string[]): Promise<InspectResponse>;
  compile(
    texts: readonly RegoText[],
    entrypoints: readonly string[],
    allow: readonly string[],
  ): Promise<CompileResponse>;
}

/** A module of Rego v1, or one that is something else (see `RegoModule`). */
export type RegoText = string | Pick<RegoModule, 'text' | 'version' | 'namespace'>;

export interface RegoProblem {
  /** OPA's own code, for example `rego_parse_error`. */
  readonly code: string;
  readonly message: string;
  readonly position: RegoLocation | null;
}

export interface InspectResponse {
  /** Null or empty when all is well. */
  readonly problems: readonly RegoProblem[] | null;
  readonly packages: readonly PackageDocument[];
}

export interface PackageDocument {
  readonly path: readonly string[];
  readonly position: RegoLocation;
  readonly annotations: AnnotationsDocument | null;
  readonly rules: readonly RuleDocument[];
  readonly reads: readonly { readonly path: readonly string[]; readonly position: RegoLocation | null }[];
}

export interface AnnotationsDocument {
  readonly position: RegoLocation;
  readonly title: string;
  readonly description: string;
  readonly custom: Readonly<Record<string, unknown>> | null;
}

export interface RuleDocument {
  readonly name: string;
  readonly kind: string;
  readonly position: RegoLocation;
  readonly reads: readonly (readonly string[])[];
  readonly clock: boolean;
}

export interface CompileResponse {
  /** Null or empty when all is well. */
  readonly problems: readonly RegoProblem[] | null;
  readonly wasm: Uint8Array<ArrayBuffer>;
}

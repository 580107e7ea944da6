import type { SourceDocument } from './document.ts';
import type { JsonObject } from './json.ts';
import type { SourcePosition } from './position.ts';

export type Severity = 'low' | 'medium' | 'high' | 'critical';

/** What a policy looks at: one manifest at a time, all manifests of a cluster together, or all clusters together. */
export type PolicyScope = 'object' | 'cluster' | 'fleet';

/** `deny` keeps the cluster's change from being delivered; `warn` is only reported. */
export type Enforcement = 'deny' | 'warn';

/** What a policy says of itself in its package's METADATA. */
export interface PolicyMetadata {
  /** Stable name, unique in a run, for example `pod-privileged`. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  readonly enforcement: Enforcement;
  /** Control ids, for example `cis-5.2.2`. */
  readonly controls: readonly string[];
  readonly scope: PolicyScope;
  /** `Pod` or `apps/Deployment`; empty: every kind. Only for the scope `object`. */
  readonly kinds: readonly string[];
  /** How to mend what the policy finds. */
  readonly remediation: string;
  /** The Rego package, for example `data.security.pod_privileged`. */
  readonly package: string;
  readonly position: SourcePosition;
}

/** Policies that belong together, with the parameters that their policies see as `input.parameters`. */
export interface PolicySource {
  /** `security-baseline` or the path in the policy repository. */
  readonly name: string;
  readonly modules: readonly RegoModule[];
  /** Gatekeeper's ConstraintTemplates and constraints. */
  readonly documents?: readonly SourceDocument[];
  readonly parameters: JsonObject;
  /** Builtins that are refused otherwise, for example `opa.runtime`. */
  readonly allow?: readonly string[] | undefined;
  /** What policies see below `data` beside each other; they must read nothing else there. */
  readonly data?: JsonObject | undefined;
  /** How long one evaluation may take, in seconds; 10 unless told. */
  readonly timeLimit?: number | undefined;
}

/** v0 is Rego before OPA 1.0: `deny[msg] { ... }`. */
export type RegoVersion = 'v0' | 'v1';

export interface RegoModule {
  /** What errors name, relative to the policy repository or to the package. */
  readonly path: string;
  /** The line of the file that the text begins at, where it is only a part of it: then its columns are not known. */
  readonly line?: number;
  readonly text: string;
  /** Rego v1 unless it says otherwise. */
  readonly version?: RegoVersion;
  /** Goes before the module's package and before the `data.lib` that it reads; it may read `data.inventory`, nothing else of `data`. */
  readonly namespace?: readonly string[];
}

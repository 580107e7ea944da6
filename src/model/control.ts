import type { SourcePosition } from './position.ts';

/** How a control can be judged: by a policy, by a person, or not with what mcp can see. */
export type ControlCoverage = 'automated' | 'manual' | 'outOfReach';

/** A requirement of a framework, in our own words. */
export interface Control {
  /** For example `cis-5.2.2`. */
  readonly id: string;
  readonly title: string;
  readonly coverage: ControlCoverage;
  /** Why it is manual or out of reach; empty for automated controls. */
  readonly reason: string;
}

/** The kind `ControlCatalog`: the controls of one version of one framework. */
export interface ControlCatalog {
  /** For example `cis-kubernetes-1.12`. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly controls: readonly Control[];
  readonly position: SourcePosition;
}

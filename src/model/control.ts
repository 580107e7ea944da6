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
  /** Ids of the controls whose policies speak for this one too: those that it maps to, and what those map to; sorted. */
  readonly mapsTo: readonly string[];
}

/** The kind `ControlCatalog`: the controls of one version of one framework. */
export interface ControlCatalog {
  /** For example `cis-kubernetes-1.12`. */
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** Whether reports are about it without being asked for it by name. */
  readonly reported: boolean;
  readonly controls: readonly Control[];
  readonly position: SourcePosition;
}

/** Whether a policy that names these controls speaks for a control: it names that one, or one that it maps to. */
export function speaksFor(named: readonly string[], { id, mapsTo }: Control): boolean {
  return named.some((name) => name === id || mapsTo.includes(name));
}

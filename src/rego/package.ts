import type { JsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { SourcePosition } from '../model/position.ts';

/** A Rego package, over all modules that add to it. */
export interface RegoPackage {
  /** What follows `data`. */
  readonly path: readonly string[];
  readonly position: SourcePosition;
  /** METADATA of the scope `package`. */
  readonly annotations: RegoAnnotations | null;
  readonly rules: readonly RegoRule[];
  /** What its rules read below `data` that no rule of the modules gives, each path once; the empty path is all of it. */
  readonly reads: readonly DataReference[];
}

export interface DataReference {
  readonly path: readonly string[];
  readonly position: SourcePosition;
}

export interface RegoAnnotations {
  /** The line `# METADATA`. */
  readonly position: SourcePosition;
  readonly title: string;
  readonly description: string;
  readonly custom: JsonObject;
}

export interface RegoRule {
  readonly name: string;
  /** `set`: `name contains x`; `object`: a reference as head (`name.a`, `name[k]`). */
  readonly kind: 'set' | 'object' | 'complete' | 'function';
  readonly position: SourcePosition;
  /**
   * The paths below `input` that the rule may read, through every rule it refers to, sorted; a path covers
   * everything below it. Conservative: what is not listed is certainly not read.
   */
  readonly reads: readonly (readonly string[])[];
  /** The rule may ask for the time of day. */
  readonly clock: boolean;
}

/** A place as OPA says it: index of the module, row and column in code points from 1. */
export interface RegoLocation {
  readonly module: number;
  readonly row: number;
  readonly column: number;
}

/** Translates a place of OPA's to the user's file, with columns in UTF-16 units. */
export function sourcePosition(location: RegoLocation, modules: readonly RegoModule[]): SourcePosition {
  const module = modules[location.module];
  const file = module?.path ?? 'policy';
  const row = Math.max(location.row, 1);
  if (module?.line !== undefined) return { file, line: module.line + row - 1, column: 1 };
  const line = module?.text.split('\n')[location.row - 1] ?? '';
  const before = Array.from(line)
    .slice(0, Math.max(location.column - 1, 0))
    .join('');
  return { file, line: row, column: before.length + 1 };
}

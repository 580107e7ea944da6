import { McpError } from '../../model/error.ts';
import type { Placement, SpreadConstraint } from '../../model/placement.ts';
import type { SourceDocument } from '../../model/workspace.ts';

/** What schemas/placement.json lets pass. */
export interface SpreadFields {
  readonly spreadPolicy?: {
    readonly spreadConstraints?: readonly (Pick<SpreadConstraint, 'topologyKey' | 'topologyKeyType'> &
      Partial<SpreadConstraint>)[];
  };
  readonly spreadConstraints?: readonly { readonly spreadByField: string; readonly maxSkew?: number }[];
}

/**
 * Reads `spec.spreadPolicy`, or the shorthand `spec.spreadConstraints`, whose fields are labels. Throws CONFIG_INVALID
 * when both are there.
 */
export function readSpread(
  { spreadPolicy, spreadConstraints: shorthand }: SpreadFields,
  document: SourceDocument,
): Placement['spread'] {
  const constraints = spreadPolicy?.spreadConstraints ?? [];
  if (shorthand === undefined) return { constraints: constraints.map(withDefaults), shorthandAt: null };
  const position = document.positionOf(['spec', 'spreadConstraints']);
  if (spreadPolicy !== undefined) {
    throw new McpError('CONFIG_INVALID', 'spec has both spreadPolicy and its shorthand spreadConstraints.', {
      position,
      hint: 'Move all constraints to spec.spreadPolicy.spreadConstraints.',
    });
  }
  return {
    constraints: shorthand.map(({ spreadByField, ...rest }) =>
      withDefaults({ topologyKey: spreadByField, topologyKeyType: 'Label', ...rest }),
    ),
    shorthandAt: position,
  };
}

function withDefaults(
  constraint: Pick<SpreadConstraint, 'topologyKey' | 'topologyKeyType'> & Partial<SpreadConstraint>,
): SpreadConstraint {
  return { maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway', ...constraint };
}

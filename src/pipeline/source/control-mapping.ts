import { McpError } from '../../model/error.ts';
import type { SourcePosition } from '../../model/position.ts';
import { didYouMean } from '../../runtime/nearest.ts';

/** A control as its catalogue gives it. */
export interface MappingControl {
  /** The controls whose policies speak for it too; what those map to does so as well. */
  readonly mapsTo: readonly string[];
  /** Where the entry of `mapsTo` with this index stands. */
  readonly positionOf: (index: number) => SourcePosition;
}

/** Far beyond what a crosswalk needs; keeps hostile catalogues from filling the memory. */
const most = 1_000;

/**
 * For each control all that it maps to, near and far, sorted. Throws CONFIG_REFERENCE for an id that no catalogue holds,
 * CONFIG_INVALID for a control that maps to itself by way of others, or to more than 1,000.
 */
export function followMappings(
  controls: ReadonlyMap<string, MappingControl>,
): ReadonlyMap<string, readonly string[]> {
  for (const control of controls.values()) requireTargets(control, controls);
  return new Map([...controls].map(([id, control]) => [id, reach(id, control, controls)]));
}

function requireTargets(
  { mapsTo, positionOf }: MappingControl,
  controls: ReadonlyMap<string, MappingControl>,
): void {
  const unknown = mapsTo.findIndex((target) => !controls.has(target));
  const target = mapsTo[unknown];
  if (target === undefined) return;
  throw new McpError('CONFIG_REFERENCE', `No ControlCatalog holds the control '${target}'.`, {
    position: positionOf(unknown),
    hint: didYouMean(target, controls.keys(), 'Name the id of a control of any catalogue.'),
  });
}

function reach(
  id: string,
  { mapsTo, positionOf }: MappingControl,
  controls: ReadonlyMap<string, MappingControl>,
): readonly string[] {
  const reached = new Set<string>();
  for (const [index, target] of mapsTo.entries()) {
    // A set goes on to what is added while it is walked through.
    const ahead = new Set([target]);
    for (const next of ahead) for (const further of controls.get(next)?.mapsTo ?? []) ahead.add(further);
    if (ahead.has(id)) throw circle(id, target, positionOf(index));
    for (const each of ahead) reached.add(each);
    if (reached.size > most)
      throw new McpError('CONFIG_INVALID', `The control '${id}' maps to more than ${most} others.`, {
        position: positionOf(index),
        hint: 'Map it to the few that demand the same.',
      });
  }
  return [...reached].sort();
}

function circle(id: string, target: string, position: SourcePosition): McpError {
  return new McpError(
    'CONFIG_INVALID',
    id === target
      ? `The control '${id}' maps to itself.`
      : `The control '${id}' maps to '${target}', which leads back to it.`,
    { position, hint: 'Map from the framework that was derived to the one that policies name.' },
  );
}

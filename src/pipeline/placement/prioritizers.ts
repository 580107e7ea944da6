import type { Placement, PrioritizerConfig } from '../../model/placement.ts';
import { Misconfigured } from './misconfigured.ts';

/** The prioritizers that a hub has itself. */
const builtIns = ['Balance', 'Steady', 'ResourceAllocatableCPU', 'ResourceAllocatableMemory'] as const;
export type BuiltIn = (typeof builtIns)[number];

/** A prioritizer with a weight other than 0. */
export type Prioritizer = { readonly weight: number } & (
  { readonly builtIn: BuiltIn } | { readonly addOn: NonNullable<PrioritizerConfig['addOn']> }
);

/**
 * The prioritizers of a placement. The mode Additive starts from Balance and Steady with the weight 1; a configuration
 * overrides an earlier one of the same built-in prioritizer, while those of add-ons add up even when they name the same
 * score, as on a hub (scheduling, getWeights and getPrioritizers). Throws Misconfigured.
 */
export function prioritizersOf({ prioritizerPolicy, position }: Placement): readonly Prioritizer[] {
  const { mode, configurations } = prioritizerPolicy;
  const defaults = (['Balance', 'Steady'] as const).map((builtIn): PrioritizerConfig => ({
    type: 'BuiltIn',
    builtIn,
    addOn: null,
    weight: 1,
    position,
  }));
  const weights = new Map<string | PrioritizerConfig, PrioritizerConfig>();
  for (const config of [...(mode === 'Additive' ? defaults : []), ...configurations]) {
    weights.set(config.addOn === null ? `${config.type}/${config.builtIn}` : config, config);
  }
  return [...weights.values()].filter(({ weight }) => weight !== 0).map(readPrioritizer);
}

function readPrioritizer({ type, builtIn, addOn, weight, position }: PrioritizerConfig): Prioritizer {
  if (type === 'AddOn') {
    if (addOn === null) throw new Misconfigured('', 'addOn should not be empty', position);
    return { weight, addOn };
  }
  const known = builtIns.find((name) => name === builtIn);
  if (known === undefined) throw new Misconfigured('', `incorrect builtin prioritizer: ${builtIn}`, position);
  return { weight, builtIn: known };
}

import type { RunContext } from '../model/ports.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { planFleet } from './plan-fleet.ts';
import type { PlannedFleet } from './plan-fleet.ts';

/** What a sync would do now. Writes nothing. */
export async function planOnly(
  options: FleetOptions & { readonly allowRemovals: boolean },
  context: RunContext,
): Promise<PlannedFleet> {
  const fleet = await openFleet(options, context);
  try {
    return await planFleet(fleet, options, context);
  } finally {
    await fleet.remote.close();
  }
}

import type { ObjectId } from '../model/git.ts';
import type { RunContext } from '../model/ports.ts';
import { hubReader } from './ask-hubs.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { planDocument } from './plan-document.ts';
import type { PlanDocument } from './plan-document.ts';
import { planFleet } from './plan-fleet.ts';
import type { PlannedFleet } from './plan-fleet.ts';
import { readChangeSets } from './plan/index.ts';
import type { ChangeSet } from './plan/index.ts';

export type { ChangeSet } from './plan/index.ts';

export interface PlanOptions extends FleetOptions {
  readonly allowRemovals: boolean;
  /** Read the files that change or go, so that they can be compared. */
  readonly contents: boolean;
}

export interface PlanResult {
  readonly planned: PlannedFleet;
  readonly changeSets: readonly ChangeSet[];
  readonly document: PlanDocument;
  /** Texts of files on the branches now, by blob id; empty unless `contents` was asked for. */
  readonly before: ReadonlyMap<ObjectId, string>;
}

/** What a sync would do now, down to the files of each branch. Writes nothing. */
export async function planOnly(options: PlanOptions, context: RunContext): Promise<PlanResult> {
  const fleet = await openFleet(options, context, hubReader(options, context));
  try {
    const planned = await planFleet(fleet, options, context);
    const changeSets = await readChangeSets(planned.plan, fleet.remote, context.signal);
    const before = new Map<ObjectId, string>();
    if (options.contents) {
      const decoder = new TextDecoder();
      const ids = changeSets.flatMap(({ files }) => files.flatMap((file) => file.before ?? []));
      for (const id of new Set(ids)) before.set(id, decoder.decode(await fleet.remote.reader().blob(id)));
    }
    return { planned, changeSets, document: planDocument(planned, changeSets), before };
  } finally {
    await fleet.remote.close();
  }
}

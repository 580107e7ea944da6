import * as Flags from '@oclif/core/flags';
import { text } from 'node:stream/consumers';
import { decideFiles } from '../pipeline/decide-files.ts';
import { decideFleet } from '../pipeline/decide.ts';
import type { DecidedPlacements } from '../pipeline/decide.ts';
import { fleetOptions } from './fleet-options.ts';
import type { Session } from './mcp-command.ts';
import { fleetFlags } from './source-flags.ts';

/** The flags that say which placements are decided, and for which clusters. */
export const placementFlags = {
  ...fleetFlags,
  file: Flags.string({
    char: 'f',
    multiple: true,
    multipleNonGreedy: true,
    helpValue: 'PATH',
    helpGroup: 'SOURCE',
    description:
      'Decide the Placements of this file or folder, or several, instead of a policy repository; - for the standard input. PlacementDecisions in them are what was decided before.',
    exclusive: ['ref', 'worktree', 'repository'],
  }),
  history: Flags.boolean({
    allowNo: true,
    default: true,
    description: 'Read what was decided before from the ledger.',
  }),
};

type PlacementFlagValues = Parameters<typeof fleetOptions>[0] & {
  readonly file: readonly string[] | undefined;
  readonly history: boolean;
};

/** Decides what the flags name: plain files, or a policy repository with its ledger. */
export function decidePlacements(flags: PlacementFlagValues, session: Session): Promise<DecidedPlacements> {
  const { context } = session;
  if (flags.file !== undefined) return decideFiles(flags.file, () => text(process.stdin), context);
  return decideFleet({ ...fleetOptions(flags, session), history: flags.history }, context);
}

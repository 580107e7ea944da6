import { parseLocation } from '../git/location.ts';
import type { Signer } from '../model/signer.ts';
import type { RunContext } from '../model/ports.ts';
import type { Fleet, FleetOptions } from './open-fleet.ts';
import { stageTimer } from './stage-timer.ts';

/** The signer of what a run writes, tried out before the run does anything; null when nothing is to be signed. */
export async function fleetSigner(
  fleet: Fleet,
  { directory }: Pick<FleetOptions, 'directory'>,
  context: RunContext,
): Promise<Signer | null> {
  const { signing, author } = (await fleet.workspace()).fleet.delivery;
  const { MCP_SIGNING_KEY: text, MCP_SIGNING_KEY_FILE: file } = process.env;
  if (signing === null && text === undefined && file === undefined) return null;
  // Loaded only by those who sign.
  const { openSigner } = await import('../signing/open-signer.ts');
  const timer = stageTimer(context, 'signing');
  const location = parseLocation(directory);
  const signer = await openSigner({
    config: signing,
    author,
    directory: location.kind === 'local' ? location.path : undefined,
    environment: process.env,
    signal: context.signal,
  });
  timer.done(`commits are signed by ${signer?.keyName ?? 'nobody'}`);
  return signer;
}

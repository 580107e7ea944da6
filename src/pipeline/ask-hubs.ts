import { liesInRepository } from '../git/lies-in-repository.ts';
import { McpError } from '../model/error.ts';
import type { HubConfig, HubInventory, HubReader } from '../model/hub.ts';
import type { RunContext } from '../model/ports.ts';
import { expandHome } from '../runtime/expand-home.ts';
import type { SourceOptions } from './open-source.ts';
import { count, stageTimer } from './stage-timer.ts';

/**
 * Asks each hub once in a run, so that everything is decided from one answer. Throws what `readHub` throws, and
 * CONFIG_REFERENCE for a kubeconfig inside of the policy repository.
 */
export function hubReader({ directory }: Pick<SourceOptions, 'directory'>, context: RunContext): HubReader {
  const asked = new Map<string, Promise<HubInventory>>();
  return async (hub) => {
    const { position, ...question } = hub;
    const key = JSON.stringify(question);
    const answer = asked.get(key) ?? ask(directory, hub, context);
    asked.set(key, answer);
    return answer;
  };
}

/** How many objects of which kind, for people. */
export function describeHub({ name, lists }: HubInventory): string {
  const found = lists.map(({ kind, documents }) => count(documents.length, kind, `${kind}s`));
  return `${name}: ${found.join(', ')}`;
}

async function ask(directory: string, hub: HubConfig, context: RunContext): Promise<HubInventory> {
  refuseOwnKubeconfig(directory, hub);
  // Loaded only where there is a hub.
  const { processEnvironment, readHub } = await import('./hub/index.ts');
  const timer = stageTimer(context, 'hub');
  const inventory = await readHub(hub, processEnvironment(), context);
  timer.done(describeHub(inventory));
  return inventory;
}

/** A kubeconfig names programs to run and files to send: who may write to the policy repository must not write one. */
function refuseOwnKubeconfig(directory: string, { kubeconfig, position }: HubConfig): void {
  if (kubeconfig === null) return;
  if (!liesInRepository(expandHome(kubeconfig), directory)) return;
  throw new McpError('CONFIG_REFERENCE', 'The kubeconfig of a hub lies in the policy repository.', {
    position,
    hint: 'It may run programs and send files: keep it outside, and name it here or in KUBECONFIG.',
  });
}

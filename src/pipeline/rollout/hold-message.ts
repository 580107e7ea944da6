import type { DecisionGroup } from '../../model/placement.ts';
import type { RolloutHold } from '../../model/rollout.ts';

/** What the clusters that are not due wait for, in words; without times, so that the ledger need not tell of each run. */
export function holdMessage(hold: RolloutHold | null, groups: readonly DecisionGroup[]): string {
  if (hold === null) return '';
  const group = (index: number): string => {
    const name = groups.find((each) => each.index === index)?.name ?? '';
    return name === '' ? `group ${index}` : `group ${index} (${name})`;
  };
  switch (hold.reason) {
    case 'failures': {
      const where = hold.group === null ? '' : ` of ${group(hold.group)}`;
      return `stopped: ${hold.failed.length}${where} failed (${some(hold.failed)}), ${hold.allowed} may`;
    }
    case 'group':
      return `waits for ${group(hold.group)}: ${some(hold.open)}`;
    case 'concurrency':
      return `waits: ${hold.size} at a time, now ${some(hold.open)}`;
  }
}

function some(names: readonly string[]): string {
  return names.slice(0, 5).join(', ') + (names.length > 5 ? ` and ${names.length - 5} more` : '');
}

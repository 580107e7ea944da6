import type { Change, ChangeAction } from '../model/plan.ts';
import type { PlannedFleet } from '../pipeline/plan-fleet.ts';
import { nameList } from './name-list.ts';
import type { Style } from './style.ts';

type Format = Parameters<Style>[0];

const signs: Readonly<Record<ChangeAction, readonly [string, Format]>> = {
  create: ['+', 'green'],
  update: ['~', 'yellow'],
  remove: ['-', 'red'],
  keep: ['o', 'dim'],
  unchanged: ['=', 'dim'],
  blocked: ['!', 'red'],
};

/** A plan for people: clusters that get the same thing stand together, what is blocked says why. */
export function planLines({ plan }: PlannedFleet, style: Style): readonly string[] {
  const lines: string[] = [];
  const files = new Map(plan.trees.map((tree) => [tree.id, tree.files.length]));
  for (const group of groups(plan.changes)) {
    const [first] = group;
    if (first === undefined) continue;
    const [sign, colour] = signs[first.action];
    const names = nameList(group.map((change) => change.cluster));
    lines.push(`${style(colour, `${sign} ${first.action.padEnd(9)}`)} ${names}`);
    const detail = first.blocked?.message ?? content(first, files);
    if (detail !== '') lines.push(style('dim', `    ${detail}`));
  }
  if (lines.length === 0) lines.push('No placement selects a cluster: there is nothing to deliver.');
  return [...lines, '', summary(plan.changes, style)];
}

function groups(changes: readonly Change[]): readonly (readonly Change[])[] {
  const byContent = new Map<string, Change[]>();
  for (const change of changes) {
    const key = JSON.stringify([order.indexOf(change.action), change.tree, change.blocked, change.baselines]);
    const group = byContent.get(key);
    if (group === undefined) byContent.set(key, [change]);
    else group.push(change);
  }
  const rank = (group: readonly Change[]): number =>
    group[0] === undefined ? 0 : order.indexOf(group[0].action);
  return [...byContent.values()].sort((a, b) => rank(a) - rank(b));
}

const order: readonly ChangeAction[] = ['unchanged', 'keep', 'create', 'update', 'remove', 'blocked'];

function content(change: Change, files: ReadonlyMap<string, number>): string {
  if (change.action === 'keep')
    return 'no baseline selects it any more; removalPolicy Keep leaves the branch as it is';
  const number = change.tree === null ? undefined : files.get(change.tree);
  const baselines = change.baselines.join(', ');
  return number === undefined || number === 0 ? baselines : `${number} manifests of ${baselines}`;
}

function summary(changes: readonly Change[], style: Style): string {
  const number = (action: ChangeAction): number =>
    changes.filter((change) => change.action === action).length;
  const counts = [
    `${number('create')} to create`,
    `${number('update')} to update`,
    `${number('remove')} to remove`,
    `${number('unchanged') + number('keep')} unchanged`,
    `${number('blocked')} blocked`,
  ];
  return `${style('bold', 'Plan:')} ${counts.join(', ')}.`;
}

import type { Change, ChangeAction } from '../model/plan.ts';
import type { ChangeSet, PlanResult } from '../pipeline/plan.ts';
import { visible } from '../runtime/visible.ts';
import { nameList } from './name-list.ts';
import { noticeLines } from './notices.ts';
import { rolloutLines } from './rollout-lines.ts';
import type { Style } from './style.ts';

type Format = Parameters<Style>[0];

const signs: Readonly<Record<ChangeAction, readonly [string, Format]>> = {
  unchanged: ['=', 'dim'],
  keep: ['o', 'dim'],
  pending: ['.', 'dim'],
  create: ['+', 'green'],
  update: ['~', 'yellow'],
  remove: ['-', 'red'],
  blocked: ['!', 'red'],
};

const fileSigns = { added: ['+', 'green'], changed: ['~', 'yellow'], removed: ['-', 'red'] } as const;

/** A plan for people: clusters that change alike stand together, what is blocked says why, the key line last. */
export function planLines({ planned, changeSets }: PlanResult, style: Style): readonly string[] {
  const { changes } = planned.plan;
  const of = (action: ChangeAction): readonly Change[] =>
    changes.filter((change) => change.action === action);
  const head = (action: ChangeAction, clusters: readonly string[]): string => {
    const [sign, colour] = signs[action];
    return `${style(colour, `${sign} ${action.padEnd(9)}`)} ${nameList(clusters)}`;
  };
  const lines = [
    ...(['unchanged', 'keep', 'pending'] as const)
      .filter((action) => of(action).length > 0)
      .map((action) => head(action, namesOf(of(action)))),
    ...changeSets.flatMap((set) => [head(actionOf(set, changes), set.clusters), ...fileLines(set, style)]),
    ...of('blocked').flatMap(({ cluster, blocked }) => [
      head('blocked', [cluster]),
      `    ${visible(blocked?.message ?? '')}`,
    ]),
  ];
  if (lines.length === 0) lines.push('No placement selects a cluster: there is nothing to deliver.');
  const counts = [
    `${of('create').length} to create`,
    `${of('update').length} to update`,
    `${of('remove').length} to remove`,
    `${of('unchanged').length} unchanged`,
    ...(of('keep').length > 0 ? [`${of('keep').length} kept`] : []),
    ...(of('pending').length > 0 ? [`${of('pending').length} pending`] : []),
    `${of('blocked').length} blocked`,
  ];
  const rollouts = planned.rollouts.map(({ rollout }) => rollout);
  lines.push(
    '',
    ...rolloutLines(rollouts, style),
    ...noticeLines(planned.fleet, planned.unusedExceptions, style),
  );
  return [...lines, `${style('bold', 'Plan:')} ${counts.join(', ')}.`];
}

function namesOf(changes: readonly Change[]): readonly string[] {
  return changes.map((change) => change.cluster);
}

function actionOf(set: ChangeSet, changes: readonly Change[]): ChangeAction {
  return changes.find((change) => change.cluster === set.clusters[0])?.action ?? 'update';
}

/** The files of an update one by one; of a new branch only how many each baseline brings. */
function fileLines({ from, files }: ChangeSet, style: Style): readonly string[] {
  if (from === null) {
    const counts = new Map<string, number>();
    for (const { path } of files) {
      const [baseline = ''] = path.split('/');
      counts.set(baseline, (counts.get(baseline) ?? 0) + 1);
    }
    const parts = [...counts].map(([baseline, count]) => `${baseline} ${count}`);
    return [style('dim', `    ${files.length} manifests: ${parts.join(', ')}`)];
  }
  return files.map(({ path, change }) => {
    const [sign, colour] = fileSigns[change];
    return `    ${style(colour, sign)} ${visible(path)}`;
  });
}

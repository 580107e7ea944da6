import type { ObjectReference } from '../model/kubernetes.ts';
import type { Change } from '../model/plan.ts';
import { nameList } from './name-list.ts';
import type { ChangeGroup, NewFinding } from '../pipeline/plan.ts';
import type { PlanDocument } from '../pipeline/plan-document.ts';

/** Clusters in one line, with their number when they are not all named. */
export function clusterList(clusters: readonly string[], most = 6): string {
  const names = nameList(clusters, most);
  return clusters.length > most ? `${clusters.length} clusters: ${names}` : names;
}

/** `3 to create, 412 to update, 0 to remove, 1 unchanged, 1 blocked`. */
export function planCounts({ summary }: Pick<PlanDocument, 'summary'>): string {
  const { create, update, remove, unchanged, keep, pending, blocked } = summary;
  return [
    `${create} to create, ${update} to update, ${remove} to remove, ${unchanged} unchanged`,
    ...(keep > 0 ? [`${keep} kept`] : []),
    ...(pending > 0 ? [`${pending} pending`] : []),
    `${blocked} blocked`,
  ].join(', ');
}

/** What blocks clusters, once for all that it blocks; what blocks most of them first. */
export function blockedTogether(
  changes: readonly Change[],
): readonly { readonly message: string; readonly clusters: readonly string[] }[] {
  const together = new Map<string, string[]>();
  for (const { cluster, blocked } of changes) {
    if (blocked === null) continue;
    const clusters = together.get(blocked.message);
    if (clusters === undefined) together.set(blocked.message, [cluster]);
    else clusters.push(cluster);
  }
  return [...together]
    .map(([message, clusters]) => ({ message, clusters }))
    .sort((a, b) => b.clusters.length - a.clusters.length);
}

/** Whether of a branch that comes or goes only the number of files is told: nobody asked for their lines. */
export function isCounted({ action, files }: Pick<ChangeGroup, 'action' | 'files'>): boolean {
  return action !== 'update' && files.every(({ lines, note }) => lines.length === 0 && note === '');
}

/** How many files of each baseline: `5 manifests: network 2, pod-security 3`. */
export function manifestCounts(files: readonly { readonly path: string }[]): string {
  const counts = new Map<string, number>();
  for (const { path } of files) {
    const [baseline = ''] = path.split('/');
    counts.set(baseline, (counts.get(baseline) ?? 0) + 1);
  }
  return `${files.length} manifests: ${[...counts].map(([name, count]) => `${name} ${count}`).join(', ')}`;
}

/** Which policy says what of which object. */
export function findingText({ policy, state, object, message }: Omit<NewFinding, 'clusters'>): string {
  const why = state === 'notEvaluated' ? 'not evaluated: ' : '';
  return `${policy}: ${objectText(object)}: ${why}${message}`;
}

function objectText(object: ObjectReference | null): string {
  if (object === null) return 'the cluster';
  const where = object.namespace === null ? '' : ` in ${object.namespace}`;
  return `${object.kind} ${object.name}${where}`;
}

import { orderTexts } from '../../model/order-texts.ts';
import type {
  FrameworkReport,
  PolicyReport,
  Report,
  WorstCluster,
  WorstControl,
} from '../../model/report.ts';
import { controlFails } from './control-state.ts';
import type { EvaluatedGroup } from './evaluated-group.ts';
import { severities } from './severity.ts';

const shown = 10;

/** The controls that fail on most clusters, and the clusters with most failing findings, the most severe counting first. */
export function worstOfAll(
  frameworks: readonly FrameworkReport[],
  policies: readonly PolicyReport[],
  groups: readonly EvaluatedGroup[],
): Report['worst'] {
  const controls = worstControls(frameworks);
  const clusters = worstClusters(policies, groups);
  return {
    controls: controls.slice(0, shown),
    failingControls: controls.length,
    clusters: clusters.slice(0, shown),
    failingClusters: clusters.length,
  };
}

function worstControls(frameworks: readonly FrameworkReport[]): readonly WorstControl[] {
  return frameworks
    .flatMap((framework) =>
      framework.controls
        .filter(controlFails)
        .map((control) => ({
          framework: framework.name,
          id: control.id,
          title: control.title,
          failingClusters: control.clusters.fail,
          failingObjects: control.objects.fail,
        })),
    )
    .sort(
      (a, b) =>
        b.failingClusters - a.failingClusters ||
        b.failingObjects - a.failingObjects ||
        orderTexts(a.framework, b.framework) ||
        orderTexts(a.id, b.id),
    );
}

function worstClusters(
  policies: readonly PolicyReport[],
  groups: readonly EvaluatedGroup[],
): readonly WorstCluster[] {
  const severity = new Map(policies.map((policy) => [policy.id, policy.severity]));
  return groups
    .flatMap((group) => {
      const failing = { critical: 0, high: 0, medium: 0, low: 0, unknown: 0 };
      const failed = group.findings.filter((finding) => finding.state === 'fail');
      for (const finding of failed) failing[severity.get(finding.policy) ?? 'unknown'] += 1;
      return group.clusters.map((name) => ({ name, failing, total: failed.length }));
    })
    .filter((cluster) => cluster.total > 0)
    .sort((a, b) => moreSevere(a, b) || orderTexts(a.name, b.name));
}

function moreSevere(a: WorstCluster, b: WorstCluster): number {
  for (const severity of ['unknown', ...severities] as const) {
    const difference = b.failing[severity] - a.failing[severity];
    if (difference !== 0) return difference;
  }
  return 0;
}

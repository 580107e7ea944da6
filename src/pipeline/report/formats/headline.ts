import type { Report } from '../../../model/report.ts';
import { count } from './words.ts';

/** The report in two sentences: what fails, and what it does not speak of. */
export function headline(report: Report): {
  readonly verdict: string;
  readonly rest: string;
  readonly clean: boolean;
} {
  const { population, summary, scope } = report;
  const controls = report.frameworks.flatMap((framework) => framework.controls);
  const failing = controls.filter((control) => control.clusters.fail > 0);
  const outside = scope.frameworks === null ? failingOutside() : 0;
  const clean = failing.length === 0 && outside === 0;
  return { verdict: verdict(), rest: rest(), clean: clean && population.evaluated > 0 };

  function verdict(): string {
    if (report.policies.length === 0) return 'No policy judged anything.';
    if (population.evaluated === 0) return 'No cluster was evaluated.';
    const evaluated = count(population.evaluated, 'evaluated cluster');
    if (clean)
      return `${scope.frameworks === null ? 'Nothing' : 'No reported control'} fails on the ${evaluated}.`;
    const unmapped = `${count(outside, 'finding')} ${outside === 1 ? 'fails' : 'fail'}`;
    if (failing.length === 0) return `${unmapped} on ${of(summary.failingClusters)}, under no control.`;
    const fail = failing.length === 1 ? 'fails' : 'fail';
    const more = outside === 0 ? '' : `; ${unmapped} under no control`;
    return `${failing.length} of ${count(controls.length, 'control')} ${fail}, on ${of(failingClusters())}${more}.`;
  }

  function of(clusters: number): string {
    return `${count(clusters, 'cluster')} of ${population.evaluated} evaluated`;
  }

  /** Clusters on which a reported control fails; those with equal findings come as one number. */
  function failingClusters(): number {
    const affected = failing.flatMap((control) => control.affected.filter(({ state }) => state === 'fail'));
    const clusters = new Map(affected.map((group) => [group.evaluation, group.clusters]));
    return [...clusters.values()].reduce((sum, number) => sum + number, 0);
  }

  /** Failing findings of policies that speak for no control. */
  function failingOutside(): number {
    const inside = new Set(controls.flatMap((control) => control.policies));
    return report.policies
      .filter(({ id }) => !inside.has(id))
      .reduce((sum, { states }) => sum + states.fail, 0);
  }

  function rest(): string {
    if (population.inScope === 0) return 'The inventory is empty.';
    const parts = [
      ...(population.noData > 0 ? [`${count(population.noData, 'cluster')} without data`] : []),
      ...(population.excluded > 0 ? [`${count(population.excluded, 'cluster')} excluded`] : []),
    ];
    return parts.length === 0
      ? 'Every cluster of the inventory was evaluated.'
      : `Not spoken of: ${parts.join(', ')}.`;
  }
}

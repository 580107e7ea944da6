import type { Report } from '../../../model/report.ts';
import { controlFails } from '../control-state.ts';
import { count } from './words.ts';

/** The report in two sentences: what fails, and what it does not speak of. */
export function headline(report: Report): {
  readonly verdict: string;
  readonly rest: string;
  readonly clean: boolean;
} {
  const { population, summary, scope } = report;
  const controls = report.frameworks.flatMap((framework) => framework.controls);
  const failing = controls.filter(controlFails);
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
    const { clusters, asWhole } = whereControlsFail();
    const places = [
      ...(clusters > 0 ? [`on ${of(clusters)}`] : []),
      ...(asWhole ? ['for the fleet as a whole'] : []),
    ];
    const where = places.length === 0 ? 'for clusters that were not evaluated' : places.join(' and ');
    return `${failing.length} of ${count(controls.length, 'control')} ${fail}, ${where}${more}.`;
  }

  function of(clusters: number): string {
    return `${count(clusters, 'cluster')} of ${population.evaluated} evaluated`;
  }

  /** On how many evaluated clusters reported controls fail, and whether one fails for no cluster in particular. */
  function whereControlsFail(): { readonly clusters: number; readonly asWhole: boolean } {
    const names = new Map(report.evaluations.map(({ digest, clusters }) => [digest, clusters]));
    const ids = new Set(failing.flatMap((control) => control.fleet?.findings ?? []));
    const ofFleet = (report.fleet?.findings ?? []).filter(({ id, state }) => state === 'fail' && ids.has(id));
    const affected = failing.flatMap((control) => control.affected.filter(({ state }) => state === 'fail'));
    const evaluated = new Set([...names.values()].flat());
    const clusters = new Set([
      ...affected.flatMap(({ evaluation }) => names.get(evaluation) ?? []),
      ...ofFleet.flatMap(({ cluster }) => (cluster !== null && evaluated.has(cluster) ? [cluster] : [])),
    ]);
    return { clusters: clusters.size, asWhole: ofFleet.some(({ cluster }) => cluster === null) };
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

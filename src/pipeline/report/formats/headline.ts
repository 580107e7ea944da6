import type { Report } from '../../../model/report.ts';
import { count } from './words.ts';

/** The report in two sentences: what fails, and what it does not speak of. */
export function headline(report: Report): {
  readonly verdict: string;
  readonly rest: string;
  readonly clean: boolean;
} {
  const { population, summary } = report;
  const controls = report.frameworks.reduce((sum, framework) => sum + framework.controls.length, 0);
  const failing = report.frameworks.reduce((sum, framework) => sum + framework.failingControls, 0);
  const clean = summary.findings.fail === 0 && failing === 0;
  return { verdict: verdict(), rest: rest(), clean: clean && population.evaluated > 0 };

  function verdict(): string {
    if (population.evaluated === 0) return 'No cluster was evaluated.';
    const evaluated = count(population.evaluated, 'evaluated cluster');
    if (clean) return `Nothing fails on the ${evaluated}.`;
    const clusters = `${count(summary.failingClusters, 'cluster')} of ${population.evaluated} evaluated`;
    const fail = failing === 1 ? 'fails' : 'fail';
    return failing === 0
      ? `${count(summary.findings.fail, 'finding')} on ${clusters}, under no control of these frameworks.`
      : `${failing} of ${count(controls, 'control')} ${fail}, on ${clusters}.`;
  }

  function rest(): string {
    const parts = [
      ...(population.noData > 0 ? [`${count(population.noData, 'cluster')} without data`] : []),
      ...(population.excluded > 0 ? [`${count(population.excluded, 'cluster')} excluded`] : []),
    ];
    return parts.length === 0
      ? 'Every cluster of the inventory was evaluated.'
      : `Not spoken of: ${parts.join(', ')}.`;
  }
}

import type { Taint } from '../../model/cluster.ts';
import type { Toleration } from '../../model/placement.ts';
import type { Filter } from './filter.ts';
import { Misconfigured } from './misconfigured.ts';

/**
 * Every taint must be tolerated, as OCM's plugin `tainttoleration` has it: `PreferNoSelect` always passes,
 * `NoSelectIfNew` passes for a cluster that is in the placement's last decision, and `tolerationSeconds` counts from
 * the taint's `timeAdded` for every effect (a taint without `timeAdded` is older than any toleration). Throws Misconfigured.
 */
export function taintFilter(
  tolerations: readonly Toleration[],
  decidedBefore: ReadonlyMap<string, unknown>,
  now: Date,
): Filter {
  for (const toleration of tolerations) check(toleration);
  return ({ name, taints }) => {
    const refused = taints.find((taint) => {
      if (taint.effect === 'PreferNoSelect') return false;
      if (taint.effect === 'NoSelectIfNew' && decidedBefore.has(name)) return false;
      return !tolerations.some((toleration) => matches(toleration, taint) && !isOver(toleration, taint, now));
    });
    return refused === undefined ? null : explain(refused, tolerations);
  };
}

function check({ key, operator, value, position }: Toleration): void {
  if (key === '' && operator !== 'Exists')
    throw new Misconfigured('TaintToleration', 'If the key is empty, operator must be Exists.', position);
  if (operator === 'Exists' && value !== '')
    throw new Misconfigured(
      'TaintToleration',
      'If the operator is Exists, the value should be empty.',
      position,
    );
}

function matches(toleration: Toleration, taint: Taint): boolean {
  return (
    (toleration.effect === '' || toleration.effect === taint.effect) &&
    (toleration.key === '' || toleration.key === taint.key) &&
    (toleration.operator === 'Exists' || toleration.value === taint.value)
  );
}

function isOver({ tolerationSeconds }: Toleration, { timeAdded }: Taint, now: Date): boolean {
  if (tolerationSeconds === null) return false;
  return timeAdded === null || now.getTime() >= Date.parse(timeAdded) + tolerationSeconds * 1000;
}

function explain(taint: Taint, tolerations: readonly Toleration[]): string {
  const value = taint.value === '' ? '' : `=${taint.value}`;
  const name = `The taint ${taint.key}${value}:${taint.effect}`;
  const overdue = tolerations.some((toleration) => matches(toleration, taint));
  return overdue ? `${name} was tolerated for a time that is over.` : `${name} is not tolerated.`;
}

import type { LabelSelector, SelectorRequirement } from './placement.ts';

/** Kubernetes `labels.Selector.Matches`: `NotIn` holds as well where the key is missing. */
export function selectorMatches(selector: LabelSelector, labels: Readonly<Record<string, string>>): boolean {
  const exact = Object.entries(selector.matchLabels).every(([key, value]) => valueOf(labels, key) === value);
  return exact && selector.matchExpressions.every((requirement) => holds(requirement, labels));
}

function holds(
  { key, operator, values }: SelectorRequirement,
  labels: Readonly<Record<string, string>>,
): boolean {
  const value = valueOf(labels, key);
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value);
    case 'NotIn':
      return value === undefined || !values.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
  }
}

function valueOf(labels: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? labels[key] : undefined;
}

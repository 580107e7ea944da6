import type { LabelSelector, SelectorRequirement } from './placement.ts';

type Values = Readonly<Record<string, string>>;

/** Kubernetes `labels.Selector.Matches`. */
export function selectorMatches(selector: LabelSelector, labels: Values): boolean {
  return requirementsOf(selector).every((requirement) => satisfies(requirement, labels));
}

/** Everything that a label selector demands, as requirements that are ANDed. */
export function requirementsOf(selector: LabelSelector): readonly SelectorRequirement[] {
  const exact = Object.entries(selector.matchLabels);
  return [
    ...exact.map(([key, value]) => ({ key, operator: 'In', values: [value] }) as const),
    ...selector.matchExpressions,
  ];
}

/** Kubernetes labels.Requirement.Matches: `NotIn` holds as well where the key is missing. */
export function satisfies({ key, operator, values }: SelectorRequirement, of: Values): boolean {
  const value = Object.hasOwn(of, key) ? of[key] : undefined;
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

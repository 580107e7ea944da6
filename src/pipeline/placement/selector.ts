import type { LabelSelector, SelectorRequirement } from '../../model/placement.ts';

type Values = Readonly<Record<string, string>>;

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

/** Why the requirement does not hold, for people: `label environment is 'test', not 'production'`. */
export function explainMismatch(what: string, requirement: SelectorRequirement, of: Values): string {
  const { key, operator, values } = requirement;
  const subject = `${what} ${key}`;
  if (!Object.hasOwn(of, key)) return `${subject} is missing`;
  if (operator === 'DoesNotExist') return `${subject} is present`;
  const quoted = values.map((value) => `'${value}'`).join(' or ');
  return operator === 'NotIn'
    ? `${subject} is '${of[key] ?? ''}', which is excluded`
    : `${subject} is '${of[key] ?? ''}', not ${quoted}`;
}

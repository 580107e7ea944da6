import type { SelectorRequirement } from '../../model/placement.ts';

/** Why the requirement does not hold, for people: `label environment is 'test', not 'production'`. */
export function explainMismatch(
  what: string,
  requirement: SelectorRequirement,
  of: Readonly<Record<string, string>>,
): string {
  const { key, operator, values } = requirement;
  const subject = `${what} ${key}`;
  if (!Object.hasOwn(of, key)) return `${subject} is missing`;
  if (operator === 'DoesNotExist') return `${subject} is present`;
  const quoted = values.map((value) => `'${value}'`).join(' or ');
  return operator === 'NotIn'
    ? `${subject} is '${of[key] ?? ''}', which is excluded`
    : `${subject} is '${of[key] ?? ''}', not ${quoted}`;
}

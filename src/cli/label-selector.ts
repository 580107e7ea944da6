import { McpError } from '../model/error.ts';
import type { LabelSelector, SelectorRequirement } from '../model/placement.ts';

const key = '[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?';
const value = '[A-Za-z0-9._-]*';
const forms: readonly (readonly [RegExp, SelectorRequirement['operator']])[] = [
  [new RegExp(`^(${key})\\s*==?\\s*(${value})$`, 'u'), 'In'],
  [new RegExp(`^(${key})\\s*!=\\s*(${value})$`, 'u'), 'NotIn'],
  [new RegExp(`^(${key})\\s+in\\s+\\(([^()]*)\\)$`, 'u'), 'In'],
  [new RegExp(`^(${key})\\s+notin\\s+\\(([^()]*)\\)$`, 'u'), 'NotIn'],
  [new RegExp(`^(${key})$`, 'u'), 'Exists'],
  [new RegExp(`^!\\s*(${key})$`, 'u'), 'DoesNotExist'],
];

/** Reads a label selector as kubectl takes it: `a=b,c!=d,e in (f,g),h,!i`. Throws USAGE, with the part that is wrong. */
export function parseLabelSelector(text: string): LabelSelector {
  // Commas inside parentheses stand between values.
  const parts = text.split(/,(?![^()]*\))/u).map((part) => part.trim());
  return { matchLabels: {}, matchExpressions: parts.map(requirement) };
}

function requirement(part: string): SelectorRequirement {
  for (const [form, operator] of forms) {
    const [, label, values] = form.exec(part) ?? [];
    if (label !== undefined)
      return { key: label, operator, values: values?.split(',').map((each) => each.trim()) ?? [] };
  }
  throw new McpError('USAGE', `--selector holds ${JSON.stringify(part)}, which is no requirement of labels`, {
    hint: 'Write it like kubectl: environment=production,tier!=edge,region in (eu,us),gpu,!legacy.',
  });
}

import type { ExceptionMatch } from '../../../model/exception.ts';
import { requirementsOf } from '../../../model/label-selector.ts';
import type { SelectorRequirement } from '../../../model/placement.ts';

/** What an exception is for, beside its policies: `clusters where environment is staging; namespaces shop; containers proxy`. */
export function extentOf(match: ExceptionMatch): string {
  const selector = match.clusterSelector === null ? [] : requirementsOf(match.clusterSelector);
  const lists = [
    ['clusters', match.clusters],
    ['kinds', match.kinds],
    ['namespaces', match.namespaces],
    ['names', match.names],
    ['containers', match.containers],
  ] as const;
  const parts = [
    ...(selector.length > 0 ? [`clusters where ${selector.map(requirementText).join(' and ')}`] : []),
    ...lists.filter(([, names]) => names.length > 0).map(([what, names]) => `${what} ${names.join(', ')}`),
  ];
  return parts.join('; ') || 'everything';
}

function requirementText({ key, operator, values }: SelectorRequirement): string {
  switch (operator) {
    case 'In':
      return `${key} is ${values.join(' or ')}`;
    case 'NotIn':
      return `${key} is not ${values.join(' or ')}`;
    case 'Exists':
      return `${key} is given`;
    case 'DoesNotExist':
      return `${key} is missing`;
  }
}

import { McpError } from '../../model/error.ts';
import type { LabelSelector, SelectorOperator, SelectorRequirement } from '../../model/placement.ts';
import type { DocumentPath, SourceDocument } from '../../model/workspace.ts';

/** What the schemas let pass as a label selector. */
export interface SelectorFields {
  readonly matchLabels?: Readonly<Record<string, string>>;
  readonly matchExpressions?: readonly RequirementFields[];
}

interface RequirementFields {
  readonly key: string;
  readonly operator: SelectorOperator;
  readonly values?: readonly string[];
}

export function readLabelSelector(
  selector: SelectorFields | undefined,
  document: SourceDocument,
  path: DocumentPath,
): LabelSelector {
  return {
    matchLabels: selector?.matchLabels ?? {},
    matchExpressions: readRequirements(selector?.matchExpressions, document, [...path, 'matchExpressions']),
  };
}

/** Throws CONFIG_INVALID where an API server refuses the number of values (apimachinery, labels.NewRequirement). */
export function readRequirements(
  requirements: readonly RequirementFields[] | undefined,
  document: SourceDocument,
  path: DocumentPath,
): readonly SelectorRequirement[] {
  return (requirements ?? []).map(({ key, operator, values = [] }, index) => {
    const compares = operator === 'In' || operator === 'NotIn';
    if (compares === values.length > 0) return { key, operator, values };
    throw new McpError(
      'CONFIG_INVALID',
      `The operator ${operator} takes ${compares ? 'at least one value' : 'no values'}.`,
      { position: document.positionOf([...path, index]) },
    );
  });
}

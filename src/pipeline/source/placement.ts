import { McpError } from '../../model/error.ts';
import type { ClusterPredicate, Placement, Toleration } from '../../model/placement.ts';
import type { DocumentPath, SourceDocument } from '../../model/workspace.ts';
import { readLabelSelector, readRequirements, type SelectorFields } from './selectors.ts';

/** What schemas/placement.json lets pass, as far as it is supported. */
interface PlacementDocument {
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: {
    readonly clusterSets?: readonly string[];
    readonly predicates?: readonly {
      readonly requiredClusterSelector?: {
        readonly labelSelector?: SelectorFields;
        readonly claimSelector?: Pick<SelectorFields, 'matchExpressions'>;
      };
    }[];
    readonly tolerations?: readonly Partial<Toleration>[];
  };
}

/**
 * Reads a valid Placement and applies the defaults of its CRD. Throws CONFIG_UNSUPPORTED for fields that change the
 * answer and that mcp does not follow yet, and CONFIG_INVALID for what a hub calls Misconfigured.
 */
export function readPlacement(document: SourceDocument): Placement {
  const { metadata, spec } = document.value as unknown as PlacementDocument;
  refuseUnsupported(spec, unsupportedFields, document, ['spec']);
  return {
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    clusterSets: spec.clusterSets ?? [],
    predicates: (spec.predicates ?? []).map((predicate, index) => readPredicate(predicate, document, index)),
    tolerations: (spec.tolerations ?? []).map((toleration, index) =>
      readToleration(toleration, document, index),
    ),
    position: document.positionOf([]),
  };
}

const unsupportedFields = [
  'numberOfClusters',
  'prioritizerPolicy',
  'spreadPolicy',
  'spreadConstraints',
  'decisionStrategy',
];

function refuseUnsupported(
  value: object,
  fields: readonly string[],
  document: SourceDocument,
  path: DocumentPath,
): void {
  const field = fields.find((name) => Object.hasOwn(value, name));
  if (field === undefined) return;
  throw new McpError('CONFIG_UNSUPPORTED', `mcp does not follow the field '${field}' of a Placement yet.`, {
    position: document.positionOf([...path, field]),
    hint: 'Remove it: to ignore it would select other clusters than a hub does.',
  });
}

function readPredicate(
  { requiredClusterSelector: selector = {} }: NonNullable<PlacementDocument['spec']['predicates']>[number],
  document: SourceDocument,
  index: number,
): ClusterPredicate {
  const path = ['spec', 'predicates', index, 'requiredClusterSelector'];
  refuseUnsupported(selector, ['celSelector'], document, path);
  return {
    labelSelector: readLabelSelector(selector.labelSelector, document, [...path, 'labelSelector']),
    claimSelector: {
      matchExpressions: readRequirements(selector.claimSelector?.matchExpressions, document, [
        ...path,
        'claimSelector',
        'matchExpressions',
      ]),
    },
  };
}

/** The two rules are those of OCM's plugin tainttoleration. */
function readToleration(fields: Partial<Toleration>, document: SourceDocument, index: number): Toleration {
  const { key = '', operator = 'Equal', value = '', effect = '', tolerationSeconds = null } = fields;
  const refuse = (message: string) =>
    new McpError('CONFIG_INVALID', message, {
      position: document.positionOf(['spec', 'tolerations', index]),
    });
  if (key === '' && operator !== 'Exists') {
    throw refuse('A toleration without a key needs the operator Exists.');
  }
  if (operator === 'Exists' && value !== '')
    throw refuse('A toleration with the operator Exists takes no value.');
  return { key, operator, value, effect, tolerationSeconds };
}

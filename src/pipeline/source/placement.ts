import { McpError } from '../../model/error.ts';
import type {
  ClusterPredicate,
  GroupSelector,
  GroupStrategy,
  Placement,
  PrioritizerConfig,
  Toleration,
} from '../../model/placement.ts';
import type { DocumentPath, SourceDocument } from '../../model/workspace.ts';
import { readSpread, type SpreadFields } from './spread-constraints.ts';
import { readLabelSelector, readRequirements, type SelectorFields } from './selectors.ts';

/** What schemas/placement.json lets pass. */
interface PlacementDocument {
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: SpreadFields & {
    readonly clusterSets?: readonly string[];
    readonly predicates?: readonly { readonly requiredClusterSelector?: ClusterSelectorFields }[];
    readonly tolerations?: readonly Partial<Toleration>[];
    readonly numberOfClusters?: number;
    readonly prioritizerPolicy?: {
      readonly mode?: 'Additive' | 'Exact';
      readonly configurations?: readonly {
        readonly scoreCoordinate: Partial<Omit<PrioritizerConfig, 'weight'>>;
        readonly weight?: number;
      }[];
    };
    readonly decisionStrategy?: { readonly groupStrategy?: GroupStrategyFields };
  };
}

interface GroupSelectorFields {
  readonly labelSelector?: SelectorFields;
  readonly claimSelector?: Pick<SelectorFields, 'matchExpressions'>;
}

interface ClusterSelectorFields extends GroupSelectorFields {
  readonly celSelector?: { readonly celExpressions?: readonly string[] };
}

interface GroupStrategyFields {
  readonly decisionGroups?: readonly {
    readonly groupName: string;
    readonly groupClusterSelector: GroupSelectorFields;
  }[];
  readonly clustersPerDecisionGroup?: number | string;
}

const disabling = 'cluster.open-cluster-management.io/experimental-scheduling-disable';

/**
 * Reads a valid Placement and applies the defaults of its CRD. What a hub calls Misconfigured passes: that is for the
 * decision to say. Throws CONFIG_UNSUPPORTED for what changes the answer and mcp does not follow, and CONFIG_INVALID for
 * selectors that an API server refuses.
 */
export function readPlacement(document: SourceDocument): Placement {
  const { metadata, spec } = document.value as unknown as PlacementDocument;
  const { annotations = {} } = metadata;
  if (Object.hasOwn(annotations, disabling) && annotations[disabling] === 'true') {
    throw new McpError('CONFIG_UNSUPPORTED', 'The annotation leaves this placement to another scheduler.', {
      position: document.positionOf(['metadata', 'annotations', disabling]),
      hint: 'Remove it: mcp would decide what the hub does not.',
    });
  }
  const { mode = 'Additive', configurations = [] } = spec.prioritizerPolicy ?? {};
  return {
    namespace: metadata.namespace ?? 'default',
    name: metadata.name,
    clusterSets: spec.clusterSets ?? [],
    predicates: (spec.predicates ?? []).map((predicate, index) =>
      readPredicate(predicate.requiredClusterSelector ?? {}, document, index),
    ),
    tolerations: (spec.tolerations ?? []).map((toleration, index) => ({
      ...({ key: '', operator: 'Equal', value: '', effect: '', tolerationSeconds: null } as const),
      ...toleration,
      position: document.positionOf(['spec', 'tolerations', index]),
    })),
    prioritizerPolicy: {
      mode,
      configurations: configurations.map(({ scoreCoordinate, weight = 1 }, index) => ({
        ...({ type: 'BuiltIn', builtIn: '', addOn: null, weight } as const),
        ...scoreCoordinate,
        position: document.positionOf(['spec', 'prioritizerPolicy', 'configurations', index]),
      })),
    },
    numberOfClusters: spec.numberOfClusters ?? null,
    spread: readSpread(spec, document),
    groupStrategy: readGroupStrategy(spec.decisionStrategy?.groupStrategy ?? {}, document),
    position: document.positionOf([]),
  };
}

function readPredicate(
  selector: ClusterSelectorFields,
  document: SourceDocument,
  index: number,
): ClusterPredicate {
  const path = ['spec', 'predicates', index, 'requiredClusterSelector'];
  const expressions = selector.celSelector?.celExpressions ?? [];
  return {
    ...readGroupSelector(selector, document, path),
    celExpressions: expressions.map((text, at) => ({
      text,
      position: document.positionOf([...path, 'celSelector', 'celExpressions', at]),
    })),
  };
}

function readGroupStrategy(
  { decisionGroups = [], clustersPerDecisionGroup = '100%' }: GroupStrategyFields,
  document: SourceDocument,
): GroupStrategy {
  const path = ['spec', 'decisionStrategy', 'groupStrategy'];
  return {
    decisionGroups: decisionGroups.map(({ groupName, groupClusterSelector }, index) => ({
      name: groupName,
      selector: readGroupSelector(groupClusterSelector, document, [
        ...path,
        ...['decisionGroups', index, 'groupClusterSelector'],
      ]),
    })),
    clustersPerDecisionGroup,
    position: document.positionOf([...path, 'clustersPerDecisionGroup']),
  };
}

function readGroupSelector(
  { labelSelector, claimSelector }: GroupSelectorFields,
  document: SourceDocument,
  path: DocumentPath,
): GroupSelector {
  return {
    labelSelector: readLabelSelector(labelSelector, document, [...path, 'labelSelector']),
    claimSelector: {
      matchExpressions: readRequirements(claimSelector?.matchExpressions, document, [
        ...path,
        ...['claimSelector', 'matchExpressions'],
      ]),
    },
  };
}

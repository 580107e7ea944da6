import { McpError } from '../../model/error.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { didYouMean } from '../../runtime/nearest.ts';

const mcp = 'mcp.policy/v1alpha1';
const ocm = 'cluster.open-cluster-management.io';

/** The kinds that make up a policy repository's configuration, each in the one version that mcp reads. */
const kinds = {
  Fleet: mcp,
  Baseline: mcp,
  PolicyException: mcp,
  ControlCatalog: mcp,
  Placement: `${ocm}/v1beta1`,
  ManagedClusterSet: `${ocm}/v1beta2`,
  ManagedClusterSetBinding: `${ocm}/v1beta2`,
  AddOnPlacementScore: `${ocm}/v1alpha1`,
} as const;

export type Kind = keyof typeof kinds;

/** The kind of a configuration document. Throws CONFIG_INVALID for a kind or a version that mcp does not read. */
export function kindOf(document: SourceDocument): Kind {
  const { apiVersion, kind } = document.value;
  if (typeof kind !== 'string') {
    throw new McpError('CONFIG_INVALID', 'The document has no kind.', {
      position: document.positionOf([]),
      hint: `Configuration consists of ${Object.keys(kinds).join(', ')}.`,
    });
  }
  if (!isKind(kind)) {
    throw new McpError('CONFIG_INVALID', `mcp does not know the kind '${kind}'.`, {
      position: document.positionOf(['kind']),
      hint: didYouMean(
        kind,
        Object.keys(kinds),
        `Configuration consists of ${Object.keys(kinds).join(', ')}.`,
      ),
    });
  }
  if (apiVersion !== kinds[kind]) {
    throw new McpError('CONFIG_INVALID', `mcp reads the kind ${kind} in the version ${kinds[kind]} only.`, {
      position: document.positionOf(apiVersion === undefined ? [] : ['apiVersion']),
      hint: `Write apiVersion: ${kinds[kind]}`,
    });
  }
  return kind;
}

export type DocumentsByKind = Readonly<Record<Kind, readonly SourceDocument[]>>;

export function groupByKind(documents: readonly SourceDocument[]): DocumentsByKind {
  const groups = Map.groupBy(documents, kindOf);
  const ofKind = (kind: Kind) => groups.get(kind) ?? [];
  return {
    Fleet: ofKind('Fleet'),
    Baseline: ofKind('Baseline'),
    PolicyException: ofKind('PolicyException'),
    ControlCatalog: ofKind('ControlCatalog'),
    Placement: ofKind('Placement'),
    ManagedClusterSet: ofKind('ManagedClusterSet'),
    ManagedClusterSetBinding: ofKind('ManagedClusterSetBinding'),
    AddOnPlacementScore: ofKind('AddOnPlacementScore'),
  };
}

/** Whether mcp reads the kind as configuration. */
export function isKind(kind: string): kind is Kind {
  return Object.hasOwn(kinds, kind);
}

import { McpError } from '../../model/error.ts';
import type { ClusterSet, ClusterSetBinding, Placement } from '../../model/placement.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { didYouMean } from '../../runtime/nearest.ts';
import { readLabelSelector, type SelectorFields } from './selectors.ts';

interface SetDocument {
  readonly metadata: { readonly name: string };
  readonly spec?: {
    readonly clusterSelector?: { readonly selectorType?: string; readonly labelSelector?: SelectorFields };
  };
}

interface BindingDocument {
  readonly metadata: { readonly namespace?: string };
  readonly spec: { readonly clusterSet: string };
}

export function readClusterSet(document: SourceDocument): ClusterSet {
  const { metadata, spec } = document.value as unknown as SetDocument;
  const selector = spec?.clusterSelector;
  return {
    name: metadata.name,
    labelSelector:
      selector?.selectorType === 'LabelSelector'
        ? readLabelSelector(selector.labelSelector, document, ['spec', 'clusterSelector', 'labelSelector'])
        : null,
    position: document.positionOf([]),
  };
}

export function readClusterSetBinding(document: SourceDocument): ClusterSetBinding {
  const { metadata, spec } = document.value as unknown as BindingDocument;
  return {
    namespace: metadata.namespace ?? 'default',
    clusterSet: spec.clusterSet,
    position: document.positionOf(['spec', 'clusterSet']),
  };
}

/**
 * A hub passes over sets that do not exist; in a repository that is a mistyped name. `default` and `global` exist on
 * every hub, and a repository without any set leaves them to the hub. Throws CONFIG_REFERENCE.
 */
export function checkClusterSets(
  sets: readonly ClusterSet[],
  bindings: readonly ClusterSetBinding[],
  placements: readonly Placement[],
): void {
  if (sets.length === 0 && bindings.length === 0) return;
  const known = new Set(['default', 'global', ...sets.map(({ name }) => name)]);
  const named = [
    ...bindings.map(({ clusterSet, position }) => ({ clusterSet, position })),
    ...placements.flatMap(({ clusterSets, position }) =>
      clusterSets.map((clusterSet) => ({ clusterSet, position })),
    ),
  ];
  for (const { clusterSet, position } of named) {
    if (known.has(clusterSet)) continue;
    throw new McpError('CONFIG_REFERENCE', `There is no ManagedClusterSet '${clusterSet}'.`, {
      position,
      hint: didYouMean(clusterSet, known, `There are: ${[...known].join(', ')}.`),
    });
  }
}

import { ownValue } from '../../cel/field-path.ts';
import { McpError } from '../../model/error.ts';
import type { Json } from '../../model/json.ts';
import type { PreviousDecision } from '../../model/placement.ts';
import type { SourceDocument } from '../../model/workspace.ts';

const placementLabel = 'cluster.open-cluster-management.io/placement';

/**
 * What PlacementDecisions of a hub say was decided, by the placement that their label names; one placement may have
 * several. Throws CONFIG_INVALID for a document without the label or with anything but decisions in its status.
 */
export function readPreviousDecisions(documents: readonly SourceDocument[]): readonly PreviousDecision[] {
  const decided = new Map<string, string[]>();
  for (const document of documents) {
    const metadata = ownValue(document.value, 'metadata');
    const name = ownValue(ownValue(metadata, 'labels'), placementLabel);
    const namespace = ownValue(metadata, 'namespace') ?? 'default';
    if (typeof name !== 'string' || typeof namespace !== 'string')
      throw new McpError('CONFIG_INVALID', `A PlacementDecision needs the label ${placementLabel}.`, {
        position: document.positionOf(['metadata']),
      });
    const clusters = decided.get(`${namespace}/${name}`) ?? [];
    clusters.push(...clusterNames(document));
    decided.set(`${namespace}/${name}`, clusters);
  }
  return [...decided].map(([placement, clusters]) => ({ placement, clusters }));
}

function clusterNames(document: SourceDocument): readonly string[] {
  const decisions = ownValue(ownValue(document.value, 'status'), 'decisions') ?? [];
  const names = Array.isArray(decisions)
    ? decisions.map((decision: Json) => ownValue(decision, 'clusterName'))
    : [undefined];
  return names.map((name) => {
    if (typeof name === 'string') return name;
    throw new McpError('CONFIG_INVALID', 'status.decisions must be a list, each with a clusterName.', {
      position: document.positionOf(['status', 'decisions']),
    });
  });
}

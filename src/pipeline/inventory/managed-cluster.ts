import type { Availability, Cluster, Taint, TaintEffect } from '../../model/cluster.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { checkClusterName } from './cluster-name.ts';
import { Fields } from './fields.ts';
import { readLabels } from './labels.ts';

/**
 * Reads an OCM `ManagedCluster` (cluster.open-cluster-management.io/v1). Without `spec.hubAcceptsClient` the cluster
 * counts as accepted: whoever may write to the policy repository has accepted it. Throws INVENTORY_FAILED.
 */
export function readManagedCluster(document: SourceDocument): Cluster {
  const root = new Fields(document);
  const metadata = root.object('metadata');
  const spec = root.object('spec');
  const status = root.object('status');
  return {
    name: checkClusterName(metadata.requiredText('name'), metadata, ['name']),
    labels: readLabels(metadata),
    claims: Object.fromEntries(
      status.list('clusterClaims').map((claim) => [claim.requiredText('name'), claim.text('value') ?? '']),
    ),
    taints: spec.list('taints').map(readTaint),
    allocatable: status.quantities('allocatable'),
    capacity: status.quantities('capacity'),
    availability: readAvailability(status),
    accepted: spec.flag('hubAcceptsClient') ?? true,
    terminating: metadata.text('deletionTimestamp') !== undefined,
    managedCluster: document.value,
    position: document.positionOf([]),
  };
}

const effects: ReadonlySet<string> = new Set<TaintEffect>(['NoSelect', 'PreferNoSelect', 'NoSelectIfNew']);

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function readTaint(taint: Fields): Taint {
  const effect = taint.requiredText('effect');
  if (!isTaintEffect(effect)) {
    throw taint.error(
      ['effect'],
      `${JSON.stringify(effect)} is no effect of a taint.`,
      `Use ${[...effects].join(', ')}.`,
    );
  }
  const timeAdded = taint.text('timeAdded') ?? null;
  if (timeAdded !== null && !(rfc3339.test(timeAdded) && Date.parse(timeAdded))) {
    throw taint.error(['timeAdded'], 'timeAdded is no RFC 3339 time.', 'Write it as 2026-01-31T12:00:00Z.');
  }
  return { key: taint.requiredText('key'), value: taint.text('value') ?? '', effect, timeAdded };
}

function isTaintEffect(effect: string): effect is TaintEffect {
  return effects.has(effect);
}

function readAvailability(status: Fields): Availability {
  for (const condition of status.list('conditions')) {
    if (condition.text('type') !== 'ManagedClusterConditionAvailable') continue;
    const state = condition.text('status');
    return state === 'True' ? 'available' : state === 'False' ? 'unavailable' : 'unknown';
  }
  return 'unknown';
}

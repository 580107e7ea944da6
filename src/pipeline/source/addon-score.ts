import { McpError } from '../../model/error.ts';
import type { AddOnPlacementScore } from '../../model/placement.ts';
import type { SourceDocument } from '../../model/workspace.ts';

/** What schemas/addon-placement-score.json lets pass. */
interface ScoreDocument {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly status?: { readonly scores?: AddOnPlacementScore['scores']; readonly validUntil?: string | null };
}

/** Throws CONFIG_INVALID for a `validUntil` that is no date. */
export function readAddOnScore(document: SourceDocument): AddOnPlacementScore {
  const { metadata, status = {} } = document.value as unknown as ScoreDocument;
  const { scores = [], validUntil = null } = status;
  if (validUntil !== null && Number.isNaN(Date.parse(validUntil)))
    throw new McpError('CONFIG_INVALID', 'validUntil is no date.', {
      position: document.positionOf(['status', 'validUntil']),
      hint: 'Write it as 2026-01-31T12:00:00Z.',
    });
  return { cluster: metadata.namespace, name: metadata.name, scores, validUntil };
}

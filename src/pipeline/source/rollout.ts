import { McpError } from '../../model/error.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { ClusterCount, RolloutStrategy } from '../../model/rollout.ts';
import { durationOf } from './duration.ts';

interface RolloutConfig {
  readonly mandatoryDecisionGroups?: readonly { readonly groupName?: string; readonly groupIndex?: number }[];
  readonly minSuccessTime?: string;
  readonly progressDeadline?: string;
  readonly maxFailures?: ClusterCount;
  readonly maxConcurrency?: ClusterCount;
}

/** What schemas/baseline.json lets pass as `spec.rollout`. */
export interface RolloutDocument {
  readonly type?: 'All' | RolloutStrategy['type'];
  readonly progressive?: RolloutConfig;
  readonly progressivePerGroup?: RolloutConfig;
}

/**
 * Reads OCM's `RolloutStrategy` with OCM's defaults; null for the type All. Throws CONFIG_INVALID for the fields of another
 * type, which would have no effect.
 */
export function readRollout(document: RolloutDocument, position: SourcePosition): RolloutStrategy | null {
  const { type = 'All', progressive, progressivePerGroup } = document;
  const of = { All: undefined, Progressive: progressive, ProgressivePerGroup: progressivePerGroup };
  const given = [progressive, progressivePerGroup].filter((each) => each !== undefined);
  if (given.length > (of[type] === undefined ? 0 : 1)) {
    throw new McpError('CONFIG_INVALID', `spec.rollout has the type ${type}, but fields of another type`, {
      position,
      hint: 'Fields of Progressive stand below progressive, those of ProgressivePerGroup below progressivePerGroup.',
    });
  }
  if (type === 'All') return null;
  const { mandatoryDecisionGroups: mandatory = [], ...config } = of[type] ?? {};
  return {
    type,
    mandatoryGroups: mandatory.map(({ groupName, groupIndex }) => groupName ?? groupIndex ?? 0),
    minSuccessTime: durationOf(config.minSuccessTime ?? '0s'),
    progressDeadline:
      config.progressDeadline === undefined || config.progressDeadline === 'None'
        ? null
        : durationOf(config.progressDeadline),
    maxFailures: config.maxFailures ?? 0,
    maxConcurrency: config.maxConcurrency ?? null,
  };
}

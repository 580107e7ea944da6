import type { Change, Plan } from '../model/plan.ts';

/** What `mcp policy plan --json` prints; schema: schemas/plan.json. */
export interface PlanDocument extends Omit<Plan, 'trees' | 'blobs'> {
  readonly summary: Readonly<Record<Change['action'], number>>;
}

export function planDocument(plan: Plan): PlanDocument {
  const { trees: _trees, blobs: _blobs, ...rest } = plan;
  const summary = { create: 0, update: 0, unchanged: 0, remove: 0, keep: 0, blocked: 0 };
  for (const change of plan.changes) summary[change.action] += 1;
  return { ...rest, summary };
}

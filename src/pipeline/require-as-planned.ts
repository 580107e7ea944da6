import { McpError } from '../model/error.ts';
import type { Change } from '../model/plan.ts';
import { canonicalJson } from '../runtime/canonical-json.ts';
import type { PlanDocument } from './plan-document.ts';

/** A plan that somebody looked at, and how old it may be. */
export interface ApprovedPlan {
  readonly document: PlanDocument;
  /** Milliseconds; null: as old as it likes. */
  readonly maxAge: number | null;
}

/**
 * Lets a sync go on only when what it is about to do is, field by field, what the approved plan says. Nothing is ever
 * taken from the plan, so a forged one can keep a sync from delivering and do no more. Throws PLAN_OUTDATED with what moved.
 */
export function requireAsPlanned({ document: plan, maxAge }: ApprovedPlan, current: PlanDocument): void {
  requireYoung(plan, maxAge, new Date(current.createdAt));
  const moved = whatMoved(plan, current);
  if (moved !== null) throw outdated(moved);
}

function requireYoung({ createdAt }: PlanDocument, maxAge: number | null, now: Date): void {
  if (maxAge === null) return;
  const age = now.getTime() - Date.parse(createdAt);
  // One from the future would never grow old.
  if (age < 0) throw outdated(`it was made at ${createdAt}, which is still to come`);
  if (age > maxAge) throw outdated(`it was made at ${createdAt} and is older than --plan-max-age allows`);
}

function whatMoved(plan: PlanDocument, current: PlanDocument): string | null {
  const facts: readonly (readonly [string, string | null, string | null])[] = [
    ['it is of the fleet', plan.fleet, current.fleet],
    ['it is for the fleet repository', plan.repository, current.repository],
    ['it was made from the commit', plan.source.commit, current.source.commit],
    ['the ledger stood at', plan.ledgerTip, current.ledgerTip],
  ];
  const fact = facts.find(([, then, now]) => then !== now);
  if (fact !== undefined) return `${fact[0]} ${fact[1] ?? 'nothing'}, and now it is ${fact[2] ?? 'nothing'}`;
  return movedBranches(plan, current) ?? otherChange(plan, current) ?? otherFact(plan, current);
}

function movedBranches(plan: PlanDocument, current: PlanDocument): string | null {
  const tips = new Map(current.changes.map(({ branch, tip }) => [branch, tip]));
  const moved = plan.changes.filter(({ branch, tip }) => tips.has(branch) && tips.get(branch) !== tip);
  const [first] = moved;
  if (first === undefined) return null;
  const more = moved.length > 1 ? ` (and ${moved.length - 1} more)` : '';
  return `the branch ${first.branch} stood at ${first.tip ?? 'nothing'}, and now at ${tips.get(first.branch) ?? 'nothing'}${more}`;
}

function otherChange(plan: PlanDocument, current: PlanDocument): string | null {
  const then = byCluster(plan.changes);
  const now = byCluster(current.changes);
  const differing = [...new Set([...then.keys(), ...now.keys()])]
    .sort()
    .filter((name) => canonicalJson(then.get(name) ?? null) !== canonicalJson(now.get(name) ?? null));
  const [name] = differing;
  if (name === undefined) return null;
  const more = differing.length > 1 ? ` (and ${differing.length - 1} more clusters)` : '';
  return `for ${name} it says ${inWords(then.get(name))}, and now it would be ${inWords(now.get(name))}${more}`;
}

function byCluster(changes: readonly Change[]): ReadonlyMap<string, Change> {
  return new Map(changes.map((change) => [change.cluster, change]));
}

function inWords(change: Change | undefined): string {
  if (change === undefined) return 'nothing';
  const { action, tree, evaluation, blocked } = change;
  const details = [
    tree === null ? '' : `tree ${tree}`,
    evaluation === null ? '' : `findings ${evaluation.slice(0, 12)}`,
    blocked?.message ?? '',
  ].filter((detail) => detail !== '');
  return details.length === 0 ? action : `${action} (${details.join(', ')})`;
}

/** What is left: findings about the fleet, exceptions, waves. Where and when it was made is no part of what it does. */
function otherFact(plan: PlanDocument, current: PlanDocument): string | null {
  const ignored = new Set(['createdAt', 'digest', 'source']);
  const then = new Map<string, unknown>(Object.entries(plan));
  const field = Object.entries(current).find(
    ([key, value]) => !ignored.has(key) && canonicalJson(value) !== canonicalJson(then.get(key) ?? null),
  );
  return field === undefined ? null : `its ${field[0]} are others now`;
}

function outdated(why: string): McpError {
  return new McpError('PLAN_OUTDATED', `the plan is not what a sync would do now: ${why}`, {
    hint: 'Nothing was written. Make the plan again and look at it.',
  });
}

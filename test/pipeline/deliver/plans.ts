import { blobId } from '../../../src/git/blob-id.ts';
import { treeOf } from '../../../src/git/tree.ts';
import type { ObjectId } from '../../../src/model/git.ts';
import type { Change, Plan, PlannedTree } from '../../../src/model/plan.ts';
import type { RunContext, Timer } from '../../../src/model/ports.ts';
import { systemTimer } from '../../../src/runtime/system-timer.ts';

/** A tree of a plan together with the text of its blobs. */
export interface TestTree extends PlannedTree {
  readonly blobs: Readonly<Record<ObjectId, string>>;
}

export function treeWith(texts: Readonly<Record<string, string>>): TestTree {
  const files = Object.entries(texts).map(([path, text]) => ({ path, id: blobId(Buffer.from(text)) }));
  const blobs = Object.fromEntries(Object.values(texts).map((text) => [blobId(Buffer.from(text)), text]));
  return { id: treeOf(files).id, files, blobs };
}

/** Creates a branch, or updates the one with this tip. */
export function change(
  cluster: string,
  { tree, tip = null }: { tree?: TestTree; tip?: ObjectId | null } = {},
): Change & { readonly with?: TestTree } {
  return {
    cluster,
    action: tip === null ? 'create' : 'update',
    branch: `cluster/${cluster}`,
    tip,
    currentTree: null,
    tree: tree?.id ?? null,
    baselines: ['pod-security', 'network'],
    evaluation: 'digest',
    pending: [],
    blocked: null,
    ...(tree === undefined ? {} : { with: tree }),
  };
}

export function planOf(changes: readonly (Change & { readonly with?: TestTree })[]): Plan {
  const trees = [
    ...new Map(changes.flatMap((each) => (each.with ? [[each.with.id, each.with]] : []))).values(),
  ];
  return {
    apiVersion: 'mcp.policy/v1alpha1',
    kind: 'Plan',
    createdAt: '2026-11-24T10:46:33Z',
    fleet: 'acme',
    source: { repository: 'https://git.example.com/policies.git', commit: 'a'.repeat(40), ref: 'HEAD' },
    repository: 'https://git.example.com/fleet.git',
    author: { name: 'mcp', email: 'mcp@example.com' },
    ledgerTip: null,
    changes,
    trees,
    blobs: Object.assign({}, ...trees.map((tree) => tree.blobs)),
  };
}

/** A run at a fixed moment; randomness that makes short pauses. */
export function contextAt(
  now: string,
  signal: AbortSignal = new AbortController().signal,
  timer: Timer = systemTimer,
): RunContext {
  const silent = () => undefined;
  return {
    clock: { now: () => new Date(now) },
    timer,
    random: { hex: (digits) => '0'.repeat(digits), number: () => 0.05 },
    logger: { debug: silent, info: silent, warn: silent },
    cache: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    signal,
  };
}

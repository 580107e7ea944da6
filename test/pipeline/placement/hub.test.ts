import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { Decision } from '../../../src/model/placement.ts';
import { readInventory } from '../../../src/pipeline/inventory/index.ts';
import { decide, placementDecisions } from '../../../src/pipeline/placement/index.ts';
import { readPlacementFiles } from '../../../src/pipeline/source/index.ts';
import { canonicalJson } from '../../../src/runtime/canonical-json.ts';
import { parseDocuments } from '../../../src/yaml/parse.ts';
import { goProgram } from '../../support/go-program.ts';
import { hubCase, type HubCase } from './hub-case.ts';

const cases = 600;

/** What oracle/main.go says of one placement. */
interface HubAnswer {
  readonly placement: string;
  readonly decisions: readonly JsonObject[] | null;
  readonly status: {
    readonly numberOfSelectedClusters: number;
    readonly conditions: readonly Readonly<Record<string, string>>[];
  };
  readonly selected: readonly string[] | null;
  readonly totals: Readonly<Record<string, number>> | null;
  readonly prioritizers:
    | readonly { readonly name: string; readonly weight: number; readonly scores: Record<string, number> }[]
    | null;
}

const oracle = goProgram('placement', join(import.meta.dirname, 'oracle'));

describe.skipIf(oracle === undefined)("the scheduling controller of OCM's hub", () => {
  const asked = fc.sample(hubCase, { numRuns: cases, seed: 20261124 });
  const answers = (): readonly (readonly HubAnswer[])[] => {
    const input = asked.map((each) => `${JSON.stringify(each)}\n`).join('');
    const output = execFileSync(oracle!, { input, encoding: 'utf8', maxBuffer: 2 ** 29 });
    return output
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as readonly HubAnswer[]);
  };

  it(`decides ${cases} random hubs as mcp does`, { timeout: 120_000 }, async () => {
    const hub = answers();
    for (const [index, each] of asked.entries()) {
      const mine = (await decideHere(each)).map(comparable);
      const theirs = hub[index]!.map(comparableAnswer);
      expect({ case: index, of: mine }, JSON.stringify(each)).toEqual({ case: index, of: theirs });
    }
  });

  it('is asked about everything that it can say', () => {
    const said = answers().flat();
    const count = (holds: (answer: HubAnswer) => boolean) => said.filter(holds).length;
    const reasons = said.flatMap(({ status }) => status.conditions.map(({ reason }) => reason));
    expect([...new Set(reasons)].sort()).toEqual([
      'AllDecisionsScheduled',
      'AllManagedClusterSetsEmpty',
      'Misconfigured',
      'NoIntersection',
      'NoManagedClusterMatched',
      'NoManagedClusterSetBindings',
      'NotAllDecisionsScheduled',
      'Succeedconfigured',
    ]);
    expect(count(({ selected }) => (selected ?? []).length > 2)).toBeGreaterThan(cases / 10);
    expect(count(({ decisions }) => (decisions ?? []).length > 2)).toBeGreaterThan(cases / 20);
  });
});

async function decideHere(hub: HubCase): Promise<readonly Decision[]> {
  const objects = [...hub.sets, ...hub.bindings, ...hub.scores, ...hub.decisions, ...hub.placements];
  const text = [...objects, ...hub.clusters]
    .map((each) => JSON.stringify(withoutDefaults(each)))
    .join('\n---\n');
  const cache = { get: () => Promise.resolve(undefined), set: () => Promise.resolve() };
  const { inventory, ...read } = await readPlacementFiles(parseDocuments(text, 'hub.yaml'), cache);
  const clusters =
    inventory.length === 0 ? [] : readInventory([{ documents: inventory, position: undefined }]);
  return decide({ ...read, clusters, now: new Date(hub.now) });
}

const defaults: Readonly<Record<string, Json>> = {
  ...{ mode: 'Additive', weight: 1, type: 'BuiltIn', operator: 'Equal', clustersPerDecisionGroup: '100%' },
};

/** What an API server fills in: mcp has to do that itself. */
function withoutDefaults(value: Json): Json {
  if (Array.isArray(value)) return value.map((item: Json) => withoutDefaults(item));
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([key, item]) => defaults[key] !== item);
  return Object.fromEntries(kept.map(([key, item]) => [key, withoutDefaults(item)]));
}

function comparable(decision: Decision) {
  const { placement, clusters, ranking, conditions } = decision;
  const scoresOf = (scores: readonly number[]) =>
    Object.fromEntries(ranking.clusters.map((name, index) => [name, scores[index]]));
  return {
    placement: `${placement.namespace}/${placement.name}`,
    decisions: inOrder(placementDecisions(decision).map(({ metadata, status }) => ({ metadata, status }))),
    conditions: Object.fromEntries(conditions.map(withoutCompilerMessage)),
    selected: ranking.clusters.filter((name) => clusters.includes(name)),
    totals: scoresOf(ranking.totals),
    prioritizers: inOrder(
      ranking.prioritizers.map(({ name, weight, scores }) => ({ name, weight, scores: scoresOf(scores) })),
    ),
  };
}

function comparableAnswer({ placement, decisions, status, selected, totals, prioritizers }: HubAnswer) {
  const misconfiguredGroups = decisions === null || decisions.length === 0;
  const unscored = Object.fromEntries(Object.keys(totals ?? {}).map((name) => [name, 0]));
  return {
    placement,
    decisions: inOrder(
      (decisions ?? []).map(({ metadata, status: decided }) => ({
        metadata: withoutOwner(metadata as JsonObject),
        status: decided,
      })),
    ),
    conditions: Object.fromEntries(status.conditions.map(withoutCompilerMessage)),
    selected: misconfiguredGroups ? [] : (selected ?? []),
    totals: totals ?? {},
    prioritizers: inOrder(
      (prioritizers ?? []).map(({ name, weight, scores }) => ({
        ...{ name, weight },
        scores: { ...unscored, ...scores },
      })),
    ),
  };
}

function withoutOwner({ creationTimestamp, ownerReferences, ...metadata }: JsonObject): JsonObject {
  expect(creationTimestamp).toBeNull();
  expect(ownerReferences).toHaveLength(1);
  return metadata;
}

/** A hub goes through its prioritizers in no order, and lists its decisions by name. */
function inOrder(items: readonly object[]): readonly JsonObject[] {
  const sorted = items.map((item) => JSON.parse(canonicalJson(item)) as JsonObject);
  return sorted.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** What is wrong with an expression, each compiler says in its own words. */
function withoutCompilerMessage(
  condition: Readonly<Record<string, string>> | Decision['conditions'][number],
) {
  const { type, status, reason, message } = condition as Decision['conditions'][number];
  return [type, { status, reason, message: message.replace(/(?<=:compilation failed).*/s, '') }] as const;
}

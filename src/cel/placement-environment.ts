import { celList, celMap, celMethod, CelScalar, isCelMap, listType } from '@bufbuild/cel';
import type { CelMap, CelValue } from '@bufbuild/cel';
import type { Json } from '../model/json.ts';
import { extendedEnvironment } from './engine.ts';
import { kubernetesFunctions } from './kubernetes-functions.ts';

const { DYN, STRING } = CelScalar;

/** The scores of the cluster at hand by the name of their AddOnPlacementScore; undefined where there are none. */
export type ScoresOf = (
  name: string,
) => readonly { readonly name: string; readonly value: number }[] | undefined;

let scoresOfCluster: ScoresOf = () => undefined;

/** Evaluates something in which `managedCluster.scores(name)` asks `scoresOf`. */
export function withScores<Result>(scoresOf: ScoresOf, evaluate: () => Result): Result {
  scoresOfCluster = scoresOf;
  try {
    return evaluate();
  } finally {
    scoresOfCluster = () => undefined;
  }
}

const scores = celMethod('scores', DYN, [STRING], listType(DYN), function (name) {
  if (!isCelMap(this)) throw new Error('scores() is a method of managedCluster');
  const found = scoresOfCluster(name);
  if (found === undefined) throw new Error(`there is no AddOnPlacementScore ${name}`);
  return celList(found.map(scoreMap));
});

function scoreMap({ name, value }: { readonly name: string; readonly value: number }): CelMap {
  return celMap(
    new Map<string, CelValue>([
      ['name', name],
      ['value', BigInt(value)],
    ]),
  );
}

/** Go's JSON: every number is a double. */
const parseJson = celMethod('parseJSON', STRING, [], DYN, function () {
  try {
    return doubles(JSON.parse(this) as Json);
  } catch {
    throw new Error('parseJSON() is given a text that is no JSON');
  }
});

function doubles(value: Json): CelValue {
  if (Array.isArray(value)) return celList(value.map(doubles));
  if (typeof value !== 'object' || value === null) return value;
  return celMap(new Map(Object.entries(value).map(([key, item]) => [key, doubles(item)])));
}

/** The functions of a hub's CEL selectors. */
export const placementEnvironment = extendedEnvironment([...kubernetesFunctions, scores, parseJson]);

import { clusterBinding } from '../../cel/variables.ts';
import type { Cluster } from '../../model/cluster.ts';
import { daysLeft, exceptionState, unusedAmong } from '../../model/exception.ts';
import type { PolicyException } from '../../model/exception.ts';
import type { Evaluation } from '../../model/finding.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Rendering } from '../../model/manifest.ts';
import type { PolicyMetadata } from '../../model/policy.ts';

export interface FleetStateInput {
  /** The name of the fleet. */
  readonly fleet: string;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly renderings: readonly Rendering[];
  readonly evaluations: ReadonlyMap<string, Evaluation>;
  readonly exceptions: readonly PolicyException[];
  /** Names of the exceptions that clusters' findings give. */
  readonly used: ReadonlySet<string | null>;
  readonly policies: readonly PolicyMetadata[];
  readonly now: Date;
}

/**
 * `input.fleet` of policies of the scope `fleet`: every cluster of the inventory with the baselines that it gets, and every
 * exception, sorted by name. docs/policy-authors.md describes the fields.
 */
export function fleetState(input: FleetStateInput): JsonObject {
  const renderings = new Map(input.renderings.map((rendering) => [rendering.cluster, rendering]));
  return {
    name: input.fleet,
    clusters: [...input.clusters.values()]
      .sort(byName)
      .map((cluster) => ({
        ...clusterBinding(cluster),
        ...deliveryOf(renderings.get(cluster.name), input.evaluations.get(cluster.name)),
      })),
    exceptions: exceptionStates(input),
  };
}

/** `version` changes with the templates and the parameters of a baseline, never with what they read of the cluster itself. */
function deliveryOf(rendering: Rendering | undefined, evaluation: Evaluation | undefined): JsonObject {
  if (rendering === undefined) return { baselines: [], held: false };
  const failed = 'error' in rendering;
  const versions = failed ? [] : rendering.versions;
  return {
    baselines: rendering.baselines.map((name, index) => ({ name, version: versions[index] ?? null })),
    held: failed || (evaluation?.denials.length ?? 0) > 0,
  };
}

/** Of an exception from a policy of the scope `fleet`, which is judged only now, nobody knows yet whether it is unused. */
function exceptionStates({
  exceptions,
  used,
  policies,
  renderings,
  clusters,
  now,
}: FleetStateInput): readonly JsonObject[] {
  const ofFleet = new Set(policies.filter(({ scope }) => scope === 'fleet').map(({ id }) => id));
  const judgedBefore = exceptions.filter(
    (exception) =>
      exceptionState(exception, now) === 'active' && !exception.match.policies.some((id) => ofFleet.has(id)),
  );
  const unused = new Set(unusedAmong(judgedBefore, used, unjudgedClusters(renderings, clusters)));
  return exceptions.toSorted(byName).map((exception) => {
    const { name, owner, approver, reason, ticket, created, expires, compensatingControl, match } = exception;
    return {
      ...{ name, owner, approver, reason, ticket, created, expires, compensatingControl },
      policies: match.policies,
      state: exceptionState(exception, now),
      daysLeft: daysLeft(expires, now),
      unused: unused.has(exception),
    };
  });
}

/** Clusters that get a baseline, but could not be judged. */
export function unjudgedClusters(
  renderings: readonly Rendering[],
  clusters: ReadonlyMap<string, Cluster>,
): readonly Cluster[] {
  return renderings.flatMap((rendering) =>
    'error' in rendering ? (clusters.get(rendering.cluster) ?? []) : [],
  );
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}

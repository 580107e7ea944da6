import { coversCluster, exceptionState } from '../../model/exception.ts';
import type { PolicyException } from '../../model/exception.ts';
import type { Cluster } from '../../model/cluster.ts';
import { McpError } from '../../model/error.ts';
import type { PolicyMetadata, PolicySource } from '../../model/policy.ts';
import type { RunContext } from '../../model/ports.ts';
import { formatPosition } from '../../model/position.ts';
import type { Problem } from '../../model/problem.ts';
import { problemOf } from '../../model/problem.ts';
import { canonicalJson } from '../../runtime/canonical-json.ts';
import { exceptionsInForce, namesObjects } from './exceptions.ts';
import { openSources } from './open-sources.ts';

/**
 * What can be said of exceptions before anything is judged: what stops a run, as an error; what has ended, covers nothing
 * or every cluster, stands twice or lacks what an auditor asks for, as warnings. Nothing when the policies cannot be read.
 */
export async function examineExceptions(
  exceptions: readonly PolicyException[],
  sources: readonly PolicySource[],
  clusters: readonly Cluster[],
  context: RunContext,
): Promise<readonly Problem[]> {
  try {
    const { policies } = await openSources(sources, context, { conftest: true });
    return examineAll(exceptions, { policies, clusters, now: context.clock.now() });
  } catch (error) {
    if (error instanceof McpError) return [];
    throw error;
  }
}

interface Surroundings {
  readonly policies: readonly PolicyMetadata[];
  readonly clusters: readonly Cluster[];
  readonly now: Date;
}

function examineAll(exceptions: readonly PolicyException[], of: Surroundings): readonly Problem[] {
  const twins = new Map<string, PolicyException>();
  return exceptions.flatMap((exception): readonly Problem[] => {
    const { name, expires, match, position } = exception;
    const warn = (message: string, hint: string): Problem => ({
      severity: 'warning',
      code: 'CONFIG_INVALID',
      message: `exception ${name} ${message}`,
      position,
      hint,
    });
    if (exceptionState(exception, of.now) === 'expired')
      return [warn(`has expired (${expires})`, 'Remove it, or have it approved anew.')];
    const twin = twins.get(canonicalJson(match));
    twins.set(canonicalJson(match), exception);
    return [
      ...stopping(exception, of),
      ...idle(exception, of).map((why) => warn(why, 'Mend spec.match, or remove the exception.')),
      ...(isForAll(exception, of)
        ? [
            warn(
              `covers each of the ${of.clusters.length} clusters of the inventory, and names no object`,
              'Change the policy or its enforcement, or name the clusters or objects that deviate.',
            ),
          ]
        : []),
      ...(twin === undefined
        ? []
        : [
            warn(
              `covers the same as ${twin.name} at ${formatPosition(twin.position)}`,
              'One of the two is enough.',
            ),
          ]),
      ...(exception.ticket === ''
        ? [warn('names no ticket', 'Say where the deviation is tracked: spec.ticket.')]
        : []),
      ...(exception.compensatingControl === ''
        ? [warn('names no compensating control', 'Say what holds the risk down: spec.compensatingControl.')]
        : []),
    ];
  });
}

function stopping(exception: PolicyException, { policies, now }: Surroundings): readonly Problem[] {
  try {
    exceptionsInForce([exception], policies, now);
    return [];
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    return [problemOf(error)];
  }
}

/** Whether its choice of clusters is none, so that its policies count for nobody. */
function isForAll(exception: PolicyException, { clusters }: Surroundings): boolean {
  return (
    clusters.length > 1 &&
    !namesObjects(exception.match) &&
    clusters.every((cluster) => coversCluster(exception, cluster))
  );
}

/** Why it covers nothing, whatever the clusters get. */
function idle(exception: PolicyException, { policies, clusters }: Surroundings): readonly string[] {
  const { match } = exception;
  const objects = namesObjects(match);
  const whole = policies.filter(({ id, scope }) => match.policies.includes(id) && scope !== 'object');
  return [
    ...(clusters.some((cluster) => coversCluster(exception, cluster))
      ? []
      : ['is for no cluster of the inventory']),
    ...(objects
      ? whole.map(({ id }) => `names objects, but the policy ${id} judges a cluster as a whole`)
      : []),
  ];
}

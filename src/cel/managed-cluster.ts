import type { Cluster } from '../model/cluster.ts';
import { McpError } from '../model/error.ts';
import type { SourcePosition } from '../model/position.ts';
import { compileOnEngine } from './engine.ts';
import { managedClusterBinding } from './managed-cluster-binding.ts';
import { placementEnvironment, type ScoresOf, withScores } from './placement-environment.ts';

/** A CEL selector of a Placement, compiled. */
export interface ManagedClusterExpression {
  /** Why the cluster does not match, for people; null for one that does. An expression that fails does not match. */
  mismatch(cluster: Cluster, scoresOf: ScoresOf): string | null;
}

const variables = ['managedCluster'];

/**
 * Compiles a CEL selector over the variable `managedCluster`, with the functions of OCM's hub (sdk-go, pkg/cel) and of
 * Kubernetes. Throws CEL_INVALID. Types are looked at when an expression runs: what a hub's checker refuses beforehand
 * because of types alone is judged by the values here.
 */
export function compileManagedCluster(text: string, position: SourcePosition): ManagedClusterExpression {
  const expression = compileOnEngine(text, position, variables, placementEnvironment);
  const told = `the CEL expression ${text.trim()}`;
  return {
    mismatch(cluster, scoresOf) {
      try {
        const bindings = { managedCluster: managedClusterBinding(cluster) };
        const result = withScores(scoresOf, () => expression.evaluate(bindings));
        return result === true ? null : `${told} is ${JSON.stringify(result)}`;
      } catch (error) {
        if (!(error instanceof McpError)) throw error;
        return `${told} fails: ${error.message.split('\n')[0] ?? ''}`;
      }
    },
  };
}

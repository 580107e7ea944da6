import type { ObjectReference } from './kubernetes.ts';
import type { SourcePosition } from './position.ts';

/** Six states, never merged. */
export type FindingState = 'pass' | 'fail' | 'excepted' | 'manual' | 'notEvaluated' | 'notApplicable';

export const findingStates: readonly FindingState[] = [
  'pass',
  'fail',
  'excepted',
  'manual',
  'notEvaluated',
  'notApplicable',
];

/** One policy's verdict on one object. Shared by all clusters for which nothing of it differs. */
export interface Finding {
  readonly policy: string;
  readonly state: FindingState;
  /** Null when the policy judges the cluster as a whole, or found no object of its kinds. */
  readonly object: ObjectReference | null;
  /** The manifest on the branch; null like `object`. */
  readonly path: string | null;
  /** What is wrong, why it was not evaluated, or why it does not apply; empty for pass and where there is no object. */
  readonly message: string;
  /** Path inside the object, for example `spec.containers[0].image`; empty when the policy gives none. */
  readonly field: string;
  /** What would mend it; empty when the policy gives nothing. */
  readonly fix: string;
  /** The exception that covers it, for the state `excepted`. */
  readonly exception: string | null;
  /** The template that made the object; null for cluster scope. */
  readonly origin: SourcePosition | null;
}

/** All findings of a cluster. The digest is equal for clusters with equal findings. */
export interface Evaluation {
  readonly cluster: string;
  readonly digest: string;
  readonly findings: readonly Finding[];
  /** Findings `fail` or `notEvaluated` of policies whose enforcement is `deny`: with any, the change is not delivered. */
  readonly denials: readonly Finding[];
}

/** A verdict of a policy of the scope `fleet`. */
export interface FleetFinding extends Omit<Finding, 'object' | 'path' | 'origin'> {
  /** The cluster that it is about; null: the fleet as a whole. */
  readonly cluster: string | null;
}

/** What the policies of the scope `fleet` say. A denial holds back no cluster: the run ends with a violation. */
export interface FleetEvaluation {
  readonly digest: string;
  readonly findings: readonly FleetFinding[];
  readonly denials: readonly FleetFinding[];
}

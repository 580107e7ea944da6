import type { Availability } from './cluster.ts';
import type { ControlCatalog } from './control.ts';
import type { PolicyException } from './exception.ts';
import type { Finding, FleetFinding } from './finding.ts';
import type { ObjectId, SourceRevision } from './git.ts';
import type { OutcomeKind } from './outcome.ts';
import type { DecisionGroup, PreviousDecision } from './placement.ts';
import type { PolicyMetadata } from './policy.ts';
import type { RolloutRecord } from './rollout.ts';

/** What a run recorded of one cluster. */
export interface ClusterRecord {
  readonly name: string;
  /** False for a cluster that left the inventory while we hold its branch. */
  readonly inInventory: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly availability: Availability;
  /** RFC 3339: since when nobody saw the cluster; null while somebody did, and where nobody looked. */
  readonly notSeenSince: string | null;
  readonly baselines: readonly string[];
  readonly branch: string;
  /** Null when the cluster has no branch. */
  readonly tip: ObjectId | null;
  readonly tree: ObjectId | null;
  /** Digest of the findings; null: no data. */
  readonly evaluation: string | null;
  /** `notSelected`: in the inventory, but no placement selects it for a baseline. */
  readonly outcome: OutcomeKind | 'notSelected';
  /** Why, for blocked, superseded and failed; otherwise which baselines wait for a later wave. */
  readonly message: string;
  /** Of each baseline that reaches the cluster in waves. */
  readonly rollouts: readonly RolloutRecord[];
}

/** What a placement decided in a run. */
export interface DecisionRecord extends PreviousDecision {
  /** Empty where the placement does not divide the clusters. */
  readonly groups: readonly DecisionGroup[];
}

/** One run of `mcp policy sync`, as the ledger keeps it. */
export interface RunRecord {
  readonly apiVersion: 'mcp.policy/v1alpha1';
  readonly kind: 'Run';
  /** Sorts by time: `20261124T104633Z-1f2e3d`. */
  readonly id: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly fleet: string;
  readonly source: SourceRevision;
  readonly repository: string;
  readonly decisions: readonly DecisionRecord[];
  readonly clusters: readonly ClusterRecord[];
  /** Digest of what the policies of the scope `fleet` found; null when there are none. */
  readonly fleetEvaluation: string | null;
  /** Digest of the rule book in force: policies, controls and exceptions. */
  readonly ruleBook: string;
  /** Clusters whose delivery failed, then or earlier, and has not succeeded since; by name. */
  readonly deadLetters: readonly DeadLetter[];
}

/** A cluster whose delivery failed: the next sync or `mcp policy retry` takes it up. */
export interface DeadLetter {
  readonly cluster: string;
  /** Of the last failure. */
  readonly reason: string;
  /** Pushes since the first failure. */
  readonly attempts: number;
  /** When the first run ended that could not deliver it, RFC 3339; null in records from before that was kept. */
  readonly first: string | null;
  /** When the last one did. */
  readonly last: string | null;
}

/** What the findings of a run were judged by; recorded once per content. */
export interface RuleBook {
  readonly policies: readonly PolicyMetadata[];
  readonly catalogs: readonly ControlCatalog[];
  readonly exceptions: readonly PolicyException[];
}

/** A run with all that it refers to: enough for a report, without the policy repository. */
export interface RecordedRun {
  readonly record: RunRecord;
  readonly ruleBook: RuleBook;
  /** Findings by their digest. */
  readonly evaluations: ReadonlyMap<string, readonly Finding[]>;
  /** Those of `record.fleetEvaluation`; empty when it is null. */
  readonly fleetFindings: readonly FleetFinding[];
  /** The ledger commit that holds the record. */
  readonly commit: ObjectId;
}

/** Where the files of a run stand in the tree of its ledger commit. Promised to readers: reports name them. */
export const ledgerPaths = {
  readme: 'README.md',
  run: 'run.json',
  clusters: 'clusters.jsonl',
  ruleBook: 'rulebook.json',
  attestation: 'attestation.json',
  attestationSignatures: 'attestation.sig.json',
  evaluation: (digest: string) => `evaluations/${digest.slice(0, 2)}/${digest}.json`,
} as const;

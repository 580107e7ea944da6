import type { Availability } from './cluster.ts';
import type { ControlCoverage } from './control.ts';
import type { ExceptionMatch, ExceptionState } from './exception.ts';
import type { FindingState } from './finding.ts';
import type { ObjectId, SourceRevision } from './git.ts';
import type { ObjectReference } from './kubernetes.ts';
import type { ClusterRecord, DeadLetter } from './ledger.ts';
import type { Enforcement, Severity } from './policy.ts';
import type { SourcePosition } from './position.ts';

/** How many of something are in each state. No state is ever folded into another. */
export type StateCounts = Readonly<Record<FindingState, number>>;

/** A proportion as the two numbers it was made of, so that a reader can check it. `whole` 0: it says nothing. */
export interface Share {
  readonly part: number;
  readonly whole: number;
}

/** How much of what was judged is in order. Judged means pass, fail or excepted. */
export interface Compliance {
  /** (pass + excepted) / judged. */
  readonly withExceptions: Share;
  /** pass / judged. */
  readonly withoutExceptions: Share;
  /** judged / (everything but not applicable): what the other two figures cannot speak of is the rest. */
  readonly coverage: Share;
}

/** What the report speaks of. */
export interface ReportScope {
  readonly fleet: string;
  /** The moment that the report describes, RFC 3339, UTC. */
  readonly asOf: string;
  readonly run: { readonly id: string; readonly startedAt: string; readonly finishedAt: string };
  readonly source: SourceRevision;
  /** The fleet repository. */
  readonly repository: string;
  readonly tool: { readonly name: string; readonly version: string };
  /** The names of the frameworks that the report was restricted to; null: those that the fleet reports on. */
  readonly frameworks: readonly string[] | null;
}

/**
 * `excluded`: no placement selects the cluster. `noData`: one does, but there are no findings. `evaluated`: there are.
 */
export type PopulationState = 'evaluated' | 'noData' | 'excluded';

/** One cluster of the inventory. */
export interface ClusterReport {
  readonly name: string;
  readonly state: PopulationState;
  /** Why there are no findings; empty for evaluated clusters. */
  readonly reason: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly availability: Availability;
  /** RFC 3339: since when nobody saw the cluster; null while somebody did, and where nobody looked. */
  readonly notSeenSince: string | null;
  readonly baselines: readonly string[];
  readonly branch: string;
  readonly tip: ObjectId | null;
  readonly tree: ObjectId | null;
  readonly evaluation: string | null;
  readonly outcome: ClusterRecord['outcome'];
  readonly message: string;
  /** Whether the branch holds what was evaluated: false for changes that were held back, and where nothing was. */
  readonly delivered: boolean;
}

/** All clusters of the inventory; `inScope` is the sum of the three other numbers. */
export interface Population {
  readonly inScope: number;
  readonly evaluated: number;
  readonly noData: number;
  readonly excluded: number;
  readonly clusters: readonly ClusterReport[];
}

/** A cluster that left the inventory while we hold its branch: in no population, and nothing was evaluated. */
export type LeftCluster = Pick<ClusterReport, 'name' | 'branch' | 'tip' | 'outcome' | 'message'>;

/** Clusters whose findings are equal to the last one. */
export interface EvaluationReport {
  readonly digest: string;
  readonly clusters: readonly string[];
  /** Findings of one of these clusters. */
  readonly states: StateCounts;
  /** Ids of its listed findings. */
  readonly findings: readonly string[];
}

/** A finding that somebody has to look at (fail, excepted, manual, not evaluated), once for all clusters that share it. */
export interface FindingReport {
  /** Names the evidence: equal content has the same id in every report. */
  readonly id: string;
  readonly state: FindingState;
  readonly policy: string;
  /** Null when the rule book does not know the policy. */
  readonly severity: Severity | null;
  readonly controls: readonly string[];
  readonly object: ObjectReference | null;
  readonly path: string | null;
  readonly field: string;
  readonly message: string;
  readonly fix: string;
  readonly exception: string | null;
  readonly origin: SourcePosition | null;
  /** The evaluations that hold it; their clusters are those that have it. */
  readonly evaluations: readonly string[];
  readonly clusters: number;
}

/** Clusters of one evaluation with the findings that bear on a control. */
export interface AffectedClusters {
  readonly evaluation: string;
  readonly clusters: number;
  /** The control's state on each of them. */
  readonly state: FindingState;
  readonly findings: readonly string[];
}

/** A finding about all clusters together that somebody has to look at, or about how one of them stands among the others. */
export interface FleetFindingReport extends Omit<
  FindingReport,
  'object' | 'path' | 'origin' | 'evaluations' | 'clusters'
> {
  /** Null: the fleet as a whole. */
  readonly cluster: string | null;
}

/** What the policies of the scope `fleet` found. */
export interface FleetReport {
  /** Digest of the findings. */
  readonly evaluation: string;
  readonly states: StateCounts;
  readonly findings: readonly FleetFindingReport[];
}

export interface ControlReport {
  readonly id: string;
  readonly title: string;
  readonly coverage: ControlCoverage;
  /** Why no policy speaks for it, or not alone; empty otherwise. */
  readonly reason: string;
  readonly policies: readonly string[];
  /**
   * Clusters by the control's state on them; the sum is evaluated + no data. What is found about the fleet bears on the
   * cluster that it names, or else on every one.
   */
  readonly clusters: StateCounts;
  /** The worst of what is found about the fleet, clusters out of scope included; null without policies about the fleet. */
  readonly fleet: { readonly state: FindingState; readonly findings: readonly string[] } | null;
  /** Objects of all clusters by their worst state under the control's policies. */
  readonly objects: StateCounts;
  readonly compliance: Compliance;
  /** By the findings of the clusters themselves. The worst state first, then the most clusters. */
  readonly affected: readonly AffectedClusters[];
}

export interface FrameworkReport {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  /** One count for each control on each cluster. */
  readonly states: StateCounts;
  readonly compliance: Compliance;
  /** Controls that fail on at least one cluster, or for the fleet. */
  readonly failingControls: number;
  /** The same counts in the run before; null when there is none or it did not know the framework. */
  readonly previous: { readonly run: string; readonly states: StateCounts } | null;
  readonly controls: readonly ControlReport[];
}

export interface PolicyReport {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity | null;
  readonly enforcement: Enforcement | null;
  readonly controls: readonly string[];
  /** Findings of all clusters, or about the fleet. */
  readonly states: StateCounts;
}

/** At the moment that the report describes. `expiring`: active, and to end within 30 days. */
export type ExceptionStatus = ExceptionState | 'expiring';

export interface ExceptionReport {
  readonly name: string;
  readonly status: ExceptionStatus;
  /** Whole days until it expires; negative once it has. */
  readonly daysLeft: number;
  /** It was in force in the run, all its clusters were evaluated, and nothing is excepted because of it. */
  readonly unused: boolean;
  readonly owner: string;
  readonly approver: string;
  readonly reason: string;
  readonly ticket: string;
  readonly created: string;
  readonly expires: string;
  readonly compensatingControl: string;
  readonly match: ExceptionMatch;
  /** Findings of all clusters that it excepts, and on how many clusters. */
  readonly covers: { readonly findings: number; readonly clusters: number };
  readonly position: SourcePosition;
}

export interface WorstControl {
  readonly framework: string;
  readonly id: string;
  readonly title: string;
  readonly failingClusters: number;
  readonly failingObjects: number;
}

export interface WorstCluster {
  readonly name: string;
  readonly failing: Readonly<Record<Severity | 'unknown', number>>;
  readonly total: number;
}

/** What a reader compares with the repositories themselves. */
export interface Integrity {
  readonly repository: string;
  readonly ledgerCommit: ObjectId;
  readonly source: SourceRevision;
  readonly ruleBook: string;
  readonly evaluations: number;
  readonly branches: number;
  /** Shell commands that need nothing but git and sha256sum, each with what it is to print. */
  readonly checks: readonly IntegrityCheck[];
}

export interface IntegrityCheck {
  readonly claim: string;
  readonly command: string;
  /** What the command prints when the claim holds; empty: it prints nothing and succeeds. */
  readonly expected: string;
}

/** A report on a fleet at one moment, as data: the formats only lay it out. */
export interface Report {
  readonly apiVersion: 'mcp.policy/v1alpha1';
  readonly kind: 'Report';
  readonly scope: ReportScope;
  readonly population: Population;
  readonly leftInventory: readonly LeftCluster[];
  /** Clusters whose delivery failed and has not succeeded since. */
  readonly deadLetters: readonly DeadLetter[];
  /** Findings of all clusters, and how many clusters have a failing one. */
  readonly summary: { readonly findings: StateCounts; readonly failingClusters: number };
  readonly frameworks: readonly FrameworkReport[];
  readonly policies: readonly PolicyReport[];
  readonly findings: readonly FindingReport[];
  readonly evaluations: readonly EvaluationReport[];
  /** Null without policies about the fleet as a whole. */
  readonly fleet: FleetReport | null;
  readonly exceptions: readonly ExceptionReport[];
  /** The ten worst of each kind, and how many there are in all. */
  readonly worst: {
    readonly controls: readonly WorstControl[];
    readonly failingControls: number;
    readonly clusters: readonly WorstCluster[];
    readonly failingClusters: number;
  };
  readonly integrity: Integrity;
  /** What a reader should know before trusting a figure. */
  readonly notes: readonly string[];
}

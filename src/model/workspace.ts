import type { ControlCatalog } from './control.ts';
import type { SourceDocument } from './document.ts';
import type { PolicyException } from './exception.ts';
import type { SourceRevision, TreeFile } from './git.ts';
import type { HubConfig } from './hub.ts';
import type { JsonObject } from './json.ts';
import type { AddOnPlacementScore, ClusterSet, ClusterSetBinding, Placement } from './placement.ts';
import type { PolicySource } from './policy.ts';
import type { SourcePosition } from './position.ts';
import type { RolloutStrategy } from './rollout.ts';

export type { DocumentPath, SourceDocument } from './document.ts';

export type RemovalPolicy = 'Keep' | 'Prune';

/** The kind `Fleet` of `mcp.yaml`, defaults applied. */
export interface FleetConfig {
  readonly name: string;
  readonly inventory: readonly InventoryEntry[];
  readonly delivery: DeliveryConfig;
  /** The days that may lie between an exception's `created` and `expires`. */
  readonly exceptions: { readonly maxDays: number };
  readonly position: SourcePosition;
}

/** An entry of `spec.inventory`. */
export type InventoryEntry =
  { readonly path: string; readonly position: SourcePosition } | { readonly hub: HubConfig };

export interface DeliveryConfig {
  /** Where the branches live; relative paths are resolved against the policy repository. */
  readonly repository: string;
  /** A template with CEL holes on `cluster`, for example `cluster/${cluster.name}`. */
  readonly branch: string;
  readonly branchPosition: SourcePosition;
  /** The branch that holds the ledger. */
  readonly ledgerBranch: string;
  /** The branch that holds which clusters do not answer. */
  readonly healthBranch: string;
  readonly removalPolicy: RemovalPolicy;
  /** A share of the delivered clusters, 0 to 1: more removals than this need `--allow-removals`. */
  readonly maxRemovals: number;
  /** Milliseconds that the delivery may take in all. */
  readonly timeout: number;
  readonly author: { readonly name: string; readonly email: string };
  /** Null: commits are not signed, unless the environment gives a key. */
  readonly signing: SigningConfig | null;
}

/** What signs the commits: what git would sign with, or a key. */
export type SigningConfig =
  | { readonly from: 'git'; readonly position: SourcePosition }
  | {
      readonly from: 'key';
      readonly format: 'ssh' | 'openpgp';
      /** The path of an SSH key, or the id of an OpenPGP key; null: ssh has it from the environment, gpg finds it by the author. */
      readonly key: string | null;
      readonly position: SourcePosition;
    };

/** A change of parameters for the clusters for which the CEL expression `when` holds. */
export interface BaselineOverride {
  readonly when: string;
  readonly whenPosition: SourcePosition;
  readonly parameters: JsonObject;
}

/** The kind `Baseline`: what is delivered, to whom, with which parameters. */
export interface Baseline {
  readonly name: string;
  readonly placement: { readonly namespace: string; readonly name: string };
  readonly templates: readonly TemplateSource[];
  readonly parameters: JsonObject;
  readonly overrides: readonly BaselineOverride[];
  /** Null: new content reaches all clusters at once. */
  readonly rollout: RolloutStrategy | null;
  readonly position: SourcePosition;
  /** What it was read from: leads from a parameter to its place. */
  readonly document: SourceDocument;
}

/** A folder of Kubernetes YAML with CEL holes. */
export interface TemplateSource {
  /** As the baseline names it: `templates/pod-security` or `security-baseline/<name>`. */
  readonly name: string;
  readonly files: readonly TemplateFile[];
  /** `parameters.schema.json` of the folder: the parameters that it takes, as JSON Schema. */
  readonly schema: TemplateFile | null;
  /** `locals.yaml` of the folder: constants that its documents share. */
  readonly locals: TemplateFile | null;
}

export interface TemplateFile {
  readonly path: string;
  readonly text: string;
}

/** What one entry of `spec.inventory` leads to; a hub has a source for each kind that tells of clusters. */
export interface InventorySource {
  /** Null: of a hub that was not asked, so that nobody knows which clusters there are. */
  readonly documents: readonly SourceDocument[] | null;
  /** Undefined where no configuration names it. */
  readonly position: SourcePosition | undefined;
}

/** A policy repository at a commit, parsed and validated: the core does not check it again. */
export interface Workspace {
  readonly revision: SourceRevision;
  /** Equal ids mean equal workspaces. */
  readonly treeId: string;
  readonly files: readonly TreeFile[];
  readonly fleet: FleetConfig;
  readonly baselines: readonly Baseline[];
  readonly placements: readonly Placement[];
  readonly clusterSets: readonly ClusterSet[];
  readonly clusterSetBindings: readonly ClusterSetBinding[];
  readonly addOnScores: readonly AddOnPlacementScore[];
  /** In the order of `spec.inventory`. */
  readonly inventory: readonly InventorySource[];
  readonly policies: readonly PolicySource[];
  readonly exceptions: readonly PolicyException[];
  readonly catalogs: readonly ControlCatalog[];
}

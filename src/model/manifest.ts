import type { McpError } from './error.ts';
import type { ObjectId } from './git.ts';
import type { KubernetesObject } from './kubernetes.ts';
import type { SourcePosition } from './position.ts';

/** One rendered Kubernetes object: canonical bytes and their id. Equal ids mean equal manifests. */
export interface Manifest {
  /** Where it stands on the branch: `<baseline>/<namespace or _cluster>/<kind>-<name>.yaml`. */
  readonly path: string;
  readonly baseline: string;
  readonly object: KubernetesObject;
  /** Canonical YAML, UTF-8: sorted keys, LF, no anchors. */
  readonly bytes: Uint8Array;
  /** The git blob id of the bytes. */
  readonly id: ObjectId;
  /** The template document that made it. */
  readonly origin: SourcePosition;
}

/** All manifests of a cluster, sorted by path, shared by all clusters that get the same ones. */
export interface ManifestSet {
  /** Digest over paths and ids. */
  readonly digest: string;
  readonly manifests: readonly Manifest[];
}

/** What rendering made of one cluster: its manifests, or the error that keeps this cluster alone back. */
export type Rendering =
  | {
      readonly cluster: string;
      readonly baselines: readonly string[];
      /** Of each baseline: equal where templates and parameters are, whatever they read of the cluster. */
      readonly versions: readonly string[];
      readonly manifests: ManifestSet;
    }
  | { readonly cluster: string; readonly baselines: readonly string[]; readonly error: McpError };

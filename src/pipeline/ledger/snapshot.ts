import { blobId } from '../../git/blob-id.ts';
import { treeOf } from '../../git/tree.ts';
import type { Finding, FleetFinding } from '../../model/finding.ts';
import type { GitObject, ObjectId } from '../../model/git.ts';
import type { ClusterRecord, RuleBook, RunRecord } from '../../model/ledger.ts';
import { ledgerPaths } from '../../model/ledger.ts';
import type { Signer } from '../../model/signer.ts';
import { inTotoType } from '../../signing/dsse.ts';
import { attestationOf } from './attestation.ts';
import { sha256OfLines } from './digests.ts';
import { arrayOfLines, jsonLines, laidOut } from './laid-out.ts';
import { readme } from './readme.ts';
import { ruleBookBytes } from './rule-book.ts';

export interface SnapshotInput {
  readonly record: RunRecord;
  readonly ruleBook: RuleBook;
  /** The findings of every evaluation that a cluster of the record names; others are left out. */
  readonly evaluations: ReadonlyMap<string, readonly Finding[]>;
  /** The findings of the record's `fleetEvaluation`. */
  readonly fleetFindings: readonly FleetFinding[];
  /** Null: the attestation is not signed. */
  readonly signer: Signer | null;
}

/** The tree of one ledger commit, with all its objects. */
export interface Snapshot {
  readonly tree: ObjectId;
  readonly objects: readonly GitObject[];
}

/**
 * One run as files: what it is about, one line for each cluster, what it was judged by, and each distinct evaluation
 * once. A file that did not change since the last run is the same git blob and costs nothing.
 */
export function snapshotOf(input: SnapshotInput): Snapshot {
  const { clusters, ...run } = input.record;
  const named = new Set(clusters.flatMap((cluster) => cluster.evaluation ?? []));
  const told = new Map<string, Uint8Array>([
    [ledgerPaths.run, laidOut(run)],
    [ledgerPaths.clusters, jsonLines(byName(clusters))],
    [ledgerPaths.ruleBook, ruleBookBytes(input.ruleBook)],
  ]);
  const files: readonly (readonly [path: string, bytes: Uint8Array])[] = [
    [ledgerPaths.readme, Buffer.from(readme)],
    ...told,
    ...attestationFiles(input, told),
    ...[...named].map((digest) => evaluationFile(digest, input.evaluations.get(digest) ?? [])),
    ...(run.fleetEvaluation === null ? [] : [evaluationFile(run.fleetEvaluation, input.fleetFindings)]),
  ];
  const blobs = new Map<ObjectId, GitObject>();
  const entries = files.map(([path, body]) => {
    const id = blobId(body);
    blobs.set(id, { id, type: 'blob', body });
    return { path, id };
  });
  const tree = treeOf(entries);
  return { tree: tree.id, objects: [...blobs.values(), ...tree.objects] };
}

/** The statement, and the envelope without it: it would stand there a second time, in base64, which git cannot compress. */
function attestationFiles(
  { record, signer }: SnapshotInput,
  told: ReadonlyMap<string, Uint8Array>,
): readonly (readonly [path: string, bytes: Uint8Array])[] {
  const statement = attestationOf(record, told);
  if (statement === null) return [];
  const payload = laidOut(statement);
  const dsse = signer?.dsse ?? null;
  if (dsse === null) return [[ledgerPaths.attestation, payload]];
  const signatures = [dsse.sign(payload, inTotoType)];
  return [
    [ledgerPaths.attestation, payload],
    [ledgerPaths.attestationSignatures, laidOut({ payloadType: inTotoType, signatures })],
  ];
}

function byName(clusters: readonly ClusterRecord[]): readonly ClusterRecord[] {
  return clusters.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** Whoever reads it will compare the digest: nothing may be written that could not be read back. */
function evaluationFile(
  digest: string,
  findings: readonly unknown[],
): readonly [path: string, bytes: Uint8Array] {
  const bytes = arrayOfLines(findings);
  if (sha256OfLines(bytes.toString()) === digest) return [ledgerPaths.evaluation(digest), bytes];
  throw new Error(`the findings that were handed to the ledger are not those of the evaluation ${digest}`);
}

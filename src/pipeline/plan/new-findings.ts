import type { Evaluation, Finding } from '../../model/finding.ts';
import type { RecordedRun } from '../../model/ledger.ts';
import { orderTexts } from '../../model/order-texts.ts';
import { canonicalJson } from '../../runtime/canonical-json.ts';

/** A finding that a cluster did not have in the last recorded run, once for all clusters for which it is new. */
export interface NewFinding extends Pick<Finding, 'policy' | 'object' | 'message'> {
  readonly state: 'fail' | 'notEvaluated';
  /** Sorted. */
  readonly clusters: readonly string[];
}

/** What fails or cannot be judged now and was not so before; of a cluster without a record, everything. Pure. */
export function newFindings(
  evaluations: ReadonlyMap<string, Evaluation>,
  recorded: RecordedRun | null,
): readonly NewFinding[] {
  const before = new Map(recorded?.record.clusters.map(({ name, evaluation }) => [name, evaluation]));
  const steps = new Map<string, { old: string | null; now: Evaluation; clusters: string[] }>();
  for (const [cluster, now] of evaluations) {
    const old = before.get(cluster) ?? null;
    if (old === now.digest) continue;
    const key = `${old ?? ''} ${now.digest}`;
    const step = steps.get(key);
    if (step === undefined) steps.set(key, { old, now, clusters: [cluster] });
    else step.clusters.push(cluster);
  }
  const found = new Map<string, { readonly finding: Omit<NewFinding, 'clusters'>; clusters: string[] }>();
  for (const { old, now, clusters } of steps.values()) {
    const past = old === null ? [] : (recorded?.evaluations.get(old) ?? []);
    const known = new Set(past.flatMap(problemOf).map(canonicalJson));
    const fresh = new Map(now.findings.flatMap(problemOf).map((each) => [canonicalJson(each), each]));
    for (const [key, finding] of fresh) {
      if (known.has(key)) continue;
      const entry = found.get(key) ?? { finding, clusters: [] };
      for (const cluster of clusters) entry.clusters.push(cluster);
      found.set(key, entry);
    }
  }
  return [...found]
    .sort(
      ([a, { clusters: left }], [b, { clusters: right }]) => right.length - left.length || orderTexts(a, b),
    )
    .map(([, { finding, clusters }]) => ({ ...finding, clusters: clusters.sort() }));
}

function problemOf({ policy, state, object, message }: Finding): readonly Omit<NewFinding, 'clusters'>[] {
  return state === 'fail' || state === 'notEvaluated' ? [{ policy, state, object, message }] : [];
}

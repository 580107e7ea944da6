import { Inventory } from '../../gatekeeper/inventory.ts';
import { matches } from '../../gatekeeper/match.ts';
import { reviewOf } from '../../gatekeeper/review.ts';
import type { GatekeeperVerdict } from '../../gatekeeper/verdict.ts';
import { isJsonObject } from '../../model/json.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { Manifest, ManifestSet } from '../../model/manifest.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import type { RunContext } from '../../model/ports.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import type { GatekeeperPolicies } from './gatekeeper-policies.ts';
import type { Judgement } from './judge.ts';
import type { Verdict } from './verdict.ts';

type Judged = readonly { readonly policy: PolicyMetadata; readonly verdict: Verdict }[];

/** A judgement without its manifest and policy: their numbers, as verdicts are stored. */
type Stored = readonly [manifest: number, policy: number, verdict: Verdict];

/**
 * Evaluates constraints. All manifests of a cluster are its inventory; a manifest is judged once for all manifest sets,
 * unless a template looks at other objects.
 */
export class GatekeeperJudge {
  readonly #policies: GatekeeperPolicies;
  readonly #context: RunContext;
  readonly #judged = new Map<string, Judged>();

  constructor(policies: GatekeeperPolicies, context: RunContext) {
    this.#policies = policies;
    this.#context = context;
  }

  async judge({ digest, manifests }: ManifestSet): Promise<readonly Judgement[]> {
    const { set, policies } = this.#policies;
    const key = digestOf([this.#policies.digest, digest]);
    const known = set.clock ? undefined : await this.#context.cache.get('verdicts', key);
    if (known !== undefined) return unpack(known, manifests, policies);

    const judgements = await this.#judgeAll(digest, manifests);
    const isLasting = !set.clock && judgements.every(({ verdict }) => 'violations' in verdict);
    if (isLasting) await this.#context.cache.set('verdicts', key, pack(judgements, manifests, policies));
    return judgements;
  }

  /** Reviews what no other manifest set had in it before, all at once. */
  async #judgeAll(digest: string, manifests: readonly Manifest[]): Promise<readonly Judgement[]> {
    const { set } = this.#policies;
    const inventory = new Inventory(manifests.map(({ object }) => object));
    const data = set.readsInventory ? inventory.json() : '{}';
    const keyed = manifests.map((manifest) => {
      const namespace = inventory.namespaceFor(manifest.object);
      const key = digestOf([manifest.id, namespace, set.readsInventory ? digest : '']);
      return { manifest, namespace, key };
    });
    const pending = new Map(
      keyed
        .filter(({ key }) => !this.#judged.has(key))
        .map(({ key, manifest: { object }, namespace }) => [
          key,
          { object, namespace, matched: this.#match(object, namespace) },
        ]),
    );
    const calls = [...pending.values()].map(({ object, namespace, matched }) => ({
      constraints: matched.filter(({ match }) => match === true).map(({ constraint }) => constraint),
      review: reviewOf(object, namespace),
      inventory: data,
    }));
    const verdicts = calls.length === 0 ? [] : await (await set.program()).reviewAll(calls);
    for (const [index, [key, { matched }]] of [...pending].entries()) {
      const next = (verdicts[index] ?? []).values();
      const judged = matched.map(({ policy, match }) => ({
        policy,
        verdict: typeof match === 'string' ? { reason: match } : verdictOf(next.next().value),
      }));
      this.#judged.set(key, judged);
    }
    return keyed.flatMap(({ manifest, key }) =>
      (this.#judged.get(key) ?? []).map((each) => ({ ...each, manifest })),
    );
  }

  /** The constraints that are about an object, or may be (`match` says why that is not known). */
  #match(object: KubernetesObject, namespace: KubernetesObject | null) {
    const { set, policies } = this.#policies;
    const target = { object, namespace, source: 'Original' } as const;
    return set.constraints.flatMap((constraint, index) => {
      const policy = policies[index];
      const match = constraint.enforcement !== null && matches(constraint.match, target);
      return policy === undefined || match === false ? [] : [{ constraint, policy, match }];
    });
  }
}

function verdictOf(verdict: GatekeeperVerdict | undefined): Verdict {
  if (verdict === undefined) return { reason: 'there is no verdict' };
  if ('reason' in verdict) return verdict;
  return {
    violations: verdict.violations.map(({ message, details }) => ({
      message,
      field: '',
      fix: '',
      ...(isJsonObject(details) ? { details } : {}),
    })),
  };
}

function pack(
  judgements: readonly Judgement[],
  manifests: readonly Manifest[],
  policies: readonly PolicyMetadata[],
): Uint8Array {
  const places = new Map<Manifest | null, number>(manifests.map((manifest, index) => [manifest, index]));
  const numbers = new Map(policies.map((policy, index) => [policy, index]));
  const stored = judgements.map(({ manifest, policy, verdict }): Stored => [
    places.get(manifest) ?? -1,
    numbers.get(policy) ?? -1,
    verdict,
  ]);
  return Buffer.from(JSON.stringify(stored));
}

function unpack(
  bytes: Uint8Array,
  manifests: readonly Manifest[],
  policies: readonly PolicyMetadata[],
): readonly Judgement[] {
  const stored = JSON.parse(Buffer.from(bytes).toString()) as readonly Stored[];
  return stored.flatMap(([place, number, verdict]) => {
    const manifest = manifests[place];
    const policy = policies[number];
    return manifest === undefined || policy === undefined ? [] : [{ manifest, policy, verdict }];
  });
}

import { McpError } from '../../model/error.ts';
import type { Json } from '../../model/json.ts';
import type { Manifest, ManifestSet } from '../../model/manifest.ts';
import type { PolicyMetadata } from '../../model/policy.ts';
import type { RunContext } from '../../model/ports.ts';
import type { RegoProgram } from '../../rego/program.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import type { PolicyGroup } from './entry-module.ts';
import { policiesFor } from './entry-module.ts';
import type { PolicySet } from './policy-set.ts';
import { isAnswer } from './verdict.ts';
import type { Verdict } from './verdict.ts';

interface PolicyVerdict {
  readonly policy: PolicyMetadata;
  readonly verdict: Verdict;
}

/** A policy's verdict on a manifest, or on all of them or the fleet together (`manifest` null). */
export interface Judgement extends PolicyVerdict {
  readonly manifest: Manifest | null;
}

const passed: Verdict = { violations: [] };

/**
 * Evaluates the policies of a set. Whatever a verdict depends on makes its key, so equal content is judged once: in this
 * process by manifest, between runs by manifest set.
 */
export class Judge {
  readonly #set: PolicySet;
  readonly #context: RunContext;
  readonly #verdicts = new Map<string, readonly PolicyVerdict[]>();
  readonly #objects = new Map<string, string>();
  /** By the group and the kind of an object. */
  readonly #applicable = new Map<string, readonly PolicyMetadata[]>();

  constructor(set: PolicySet, context: RunContext) {
    this.#set = set;
    this.#context = context;
  }

  /**
   * All verdicts of a group on the manifests; `view` is what the group sees of the cluster, as JSON. Policies of the scope
   * `fleet` see no manifests; `view` is what they see of the fleet.
   */
  async judge(
    group: PolicyGroup,
    { digest, manifests }: ManifestSet,
    view: string,
  ): Promise<readonly Judgement[]> {
    const subjects = this.#subjectsOf(group, manifests);
    if (subjects.length === 0) return [];
    const key = digestOf([this.#set.digest, group.policies.map(({ id }) => id), digest, view]);
    const known = group.clock ? undefined : await this.#context.cache.get('verdicts', key);
    if (known !== undefined) return unpack(subjects, known);

    const judgements = await this.#judgeAll(subjects, manifests, view);
    const isLasting = !group.clock && judgements.every(({ verdict }) => isAnswer(verdict));
    if (isLasting) await this.#context.cache.set('verdicts', key, pack(judgements));
    return judgements;
  }

  #subjectsOf(group: PolicyGroup, manifests: readonly Manifest[]): readonly Subject[] {
    if (group.scope !== 'object') return [{ policies: group.policies, manifest: null }];
    return manifests
      .map((manifest) => ({ policies: this.#policiesFor(group, manifest), manifest }))
      .filter(({ policies }) => policies.length > 0);
  }

  #policiesFor(group: PolicyGroup, { object: { apiVersion, kind } }: Manifest): readonly PolicyMetadata[] {
    const key = `${this.#set.groups.indexOf(group)} ${apiVersion} ${kind}`;
    const known = this.#applicable.get(key);
    if (known !== undefined) return known;
    const policies = policiesFor(group.policies, { apiVersion, kind });
    this.#applicable.set(key, policies);
    return policies;
  }

  /** Judges what no other manifest set had in it before. */
  async #judgeAll(
    subjects: readonly Subject[],
    manifests: readonly Manifest[],
    view: string,
  ): Promise<readonly Judgement[]> {
    const keyed = subjects.map(({ policies, manifest }) => {
      const judged = manifest === null ? manifests : [manifest];
      const ids = judged.map(({ id }) => id).join(' ');
      const data = this.#set.dataFor(manifest);
      const key = `${this.#set.entry.batch(policies)} ${ids} ${view} ${data ?? ''}`;
      return { policies, manifest, judged, data, key };
    });
    const pending = new Map(
      keyed
        .filter(({ key }) => !this.#verdicts.has(key))
        .map(({ key, policies, judged, data }) => [
          key,
          { policies, data, input: this.#inputOf(policies, judged, view) },
        ]),
    );
    if (pending.size > 0) {
      const verdicts = await evaluatePolicies(await this.#set.program(), this.#set, [...pending.values()]);
      for (const [index, key] of [...pending.keys()].entries())
        this.#verdicts.set(key, verdicts[index] ?? []);
    }
    return keyed.flatMap(({ key, manifest }) =>
      (this.#verdicts.get(key) ?? []).map(({ policy, verdict }) => ({ policy, manifest, verdict })),
    );
  }

  /** The input is put together from texts: each object is turned into JSON once. */
  #inputOf(policies: readonly PolicyMetadata[], manifests: readonly Manifest[], view: string): string {
    const { parameters } = this.#set;
    const scope = policies[0]?.scope;
    if (scope === 'fleet') return `{"fleet":${view},"parameters":${parameters}}`;
    const objects = manifests.map((manifest) => this.#jsonOf(manifest));
    const subject = scope === 'cluster' ? `"objects":[${objects.join(',')}]` : `"object":${objects.join('')}`;
    return `{${subject},"cluster":${view},"parameters":${parameters}}`;
  }

  #jsonOf({ id, object }: Manifest): string {
    const known = this.#objects.get(id);
    if (known !== undefined) return known;
    const json = JSON.stringify(object);
    this.#objects.set(id, json);
    return json;
  }
}

interface Pending {
  readonly policies: readonly PolicyMetadata[];
  readonly data: string | undefined;
  readonly input: string;
}

/** All at once; where that throws, those of many one by one, so that only the policy that throws is left without a verdict. */
async function evaluatePolicies(
  program: RegoProgram,
  set: PolicySet,
  pending: readonly Pending[],
): Promise<readonly (readonly PolicyVerdict[])[]> {
  const together = await program.evaluateAll(
    pending.map(({ policies, input, data }) => ({ entrypoint: set.entry.batch(policies), input, data })),
  );
  const failed = pending.filter(
    ({ policies }, index) => policies.length > 1 && resultsOf(together[index]) === undefined,
  );
  const singles = failed.flatMap(({ policies, input, data }) =>
    policies.map((policy) => ({ entrypoint: set.entry.single(policy), input, data })),
  );
  const alone = (await program.evaluateAll(singles)).values();
  return pending.map(({ policies }, index) => {
    const results = resultsOf(together[index]);
    return policies.map((policy, position) => {
      if (results !== undefined) return { policy, verdict: set.readVerdict(policy, results[position]) };
      return {
        policy,
        verdict: verdictAlone(set, policy, policies.length > 1 ? alone.next().value : together[index]),
      };
    });
  });
}

function verdictAlone(set: PolicySet, policy: PolicyMetadata, evaluated: Evaluated | undefined): Verdict {
  return evaluated instanceof McpError
    ? { reason: evaluated.message }
    : set.readVerdict(policy, resultsOf(evaluated)?.[0]);
}

type Evaluated = { readonly value: Json | undefined } | McpError;

/** The results of an entrypoint's policies; undefined when it threw. */
function resultsOf(evaluated: Evaluated | undefined): readonly Json[] | undefined {
  if (evaluated === undefined || evaluated instanceof McpError) return undefined;
  return Array.isArray(evaluated.value) ? (evaluated.value as readonly Json[]) : [];
}

interface Subject {
  readonly policies: readonly PolicyMetadata[];
  readonly manifest: Manifest | null;
}

/** Most policies pass: only the others are written, as `[number of the judgement, verdict]`. */
function pack(judgements: readonly Judgement[]): Uint8Array {
  const entries = judgements.flatMap(({ verdict }, index) =>
    'violations' in verdict && verdict.violations.length === 0 ? [] : [[index, verdict]],
  );
  return Buffer.from(JSON.stringify(entries));
}

function unpack(subjects: readonly Subject[], bytes: Uint8Array): readonly Judgement[] {
  const entries = new Map(JSON.parse(Buffer.from(bytes).toString()) as readonly [number, Verdict][]);
  return subjects
    .flatMap(({ policies, manifest }) => policies.map((policy) => ({ policy, manifest })))
    .map((judged, index) => ({ ...judged, verdict: entries.get(index) ?? passed }));
}

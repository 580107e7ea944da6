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
import { readVerdict } from './verdict.ts';
import type { Verdict } from './verdict.ts';

interface PolicyVerdict {
  readonly policy: PolicyMetadata;
  readonly verdict: Verdict;
}

/** A policy's verdict on a manifest, or on all of them together (`manifest` null). */
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

  /** All verdicts of a group on the manifests; `cluster` is what the group sees of the cluster, as JSON. */
  async judge(
    group: PolicyGroup,
    { digest, manifests }: ManifestSet,
    cluster: string,
  ): Promise<readonly Judgement[]> {
    const subjects = this.#subjectsOf(group, manifests);
    if (subjects.length === 0) return [];
    const key = digestOf([this.#set.digest, group.policies.map(({ id }) => id), digest, cluster]);
    const known = group.clock ? undefined : await this.#context.cache.get('verdicts', key);
    if (known !== undefined) return unpack(subjects, known);

    const program = await this.#set.program();
    const judgements = subjects.flatMap(({ policies, manifest }) => {
      const judged = manifest === null ? manifests : [manifest];
      const verdicts = this.#verdictsOn(program, policies, judged, cluster);
      return verdicts.map(({ policy, verdict }) => ({ policy, manifest, verdict }));
    });
    const isLasting = !group.clock && judgements.every(({ verdict }) => 'violations' in verdict);
    if (isLasting) await this.#context.cache.set('verdicts', key, pack(judgements));
    return judgements;
  }

  #subjectsOf(group: PolicyGroup, manifests: readonly Manifest[]): readonly Subject[] {
    if (group.scope === 'cluster') return [{ policies: group.policies, manifest: null }];
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

  #verdictsOn(
    program: RegoProgram,
    policies: readonly PolicyMetadata[],
    manifests: readonly Manifest[],
    cluster: string,
  ): readonly PolicyVerdict[] {
    const ids = manifests.map(({ id }) => id).join(' ');
    const key = `${this.#set.entry.batch(policies)} ${ids} ${cluster}`;
    const known = this.#verdicts.get(key);
    if (known !== undefined) return known;
    const verdicts = evaluatePolicies(
      program,
      this.#set,
      policies,
      this.#inputOf(policies, manifests, cluster),
    );
    this.#verdicts.set(key, verdicts);
    return verdicts;
  }

  /** The input is put together from texts: each object is turned into JSON once. */
  #inputOf(
    policies: readonly PolicyMetadata[],
    manifests: readonly Manifest[],
    cluster: string,
  ): ArrayBuffer {
    const objects = manifests.map((manifest) => this.#jsonOf(manifest));
    const subject =
      policies[0]?.scope === 'cluster' ? `"objects":[${objects.join(',')}]` : `"object":${objects.join('')}`;
    return arrayBuffer(`{${subject},"cluster":${cluster},"parameters":${this.#set.parameters}}`);
  }

  #jsonOf({ id, object }: Manifest): string {
    const known = this.#objects.get(id);
    if (known !== undefined) return known;
    const json = JSON.stringify(object);
    this.#objects.set(id, json);
    return json;
  }
}

/** All at once; when that throws, one by one, so that only the policy that throws is left without a verdict. */
function evaluatePolicies(
  program: RegoProgram,
  { entry }: PolicySet,
  policies: readonly PolicyMetadata[],
  input: ArrayBuffer,
): readonly PolicyVerdict[] {
  const together = attempt(program, entry.batch(policies), input);
  if (Array.isArray(together))
    return policies.map((policy, index) => ({ policy, verdict: readVerdict(together[index]) }));
  return policies.map((policy) => {
    const alone = attempt(program, entry.single(policy), input);
    return { policy, verdict: Array.isArray(alone) ? readVerdict(alone[0]) : { reason: alone.message } };
  });
}

/** The results of an entrypoint's policies, or what it threw. */
function attempt(program: RegoProgram, entrypoint: string, input: ArrayBuffer): Json[] | McpError {
  try {
    const results = program.evaluate(entrypoint, input);
    return Array.isArray(results) ? (results as Json[]) : [];
  } catch (error) {
    if (error instanceof McpError) return error;
    throw error;
  }
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

function arrayBuffer(text: string): ArrayBuffer {
  const bytes = Buffer.from(text);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

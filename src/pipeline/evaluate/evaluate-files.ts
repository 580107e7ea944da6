import { runConftest } from '../../conftest/run-conftest.ts';
import type { ConftestAnswer } from '../../conftest/run-conftest.ts';
import { conftestRules } from '../../conftest/rules.ts';
import { namespaceMatches } from '../../conftest/namespaces.ts';
import type { JsonObject } from '../../model/json.ts';
import { orderTexts } from '../../model/order-texts.ts';
import type { PolicySource } from '../../model/policy.ts';
import type { RunContext } from '../../model/ports.ts';
import { formatPosition } from '../../model/position.ts';
import { RegoCompiler } from '../../rego/compile.ts';
import { viewOf } from './cluster-view.ts';
import { documentManifests, fleetStateIn } from './document-manifests.ts';
import type { DocumentManifest } from './document-manifests.ts';
import type { InputFile } from './input-file.ts';
import type { Judgement } from './judge.ts';
import { judgeFleetState } from './judge-fleet.ts';
import { readMetadata } from './metadata.ts';
import { openSources } from './open-sources.ts';
import type { JudgedGroup } from './open-sources.ts';
import { noPolicy, optionsOf, ownModules } from './policy-set.ts';
import { undefinedData, undefinedDataMessage } from './undefined-data.ts';

export interface EvaluateFilesInput {
  readonly policies: readonly PolicySource[];
  readonly files: readonly InputFile[];
  /** What native policies see as `input.cluster`; absent: an empty object. */
  readonly cluster?: JsonObject;
  /** Which conftest packages are asked, with the globs of conftest; absent: all. */
  readonly namespaces?: readonly string[];
  /** All documents as one input `[{path, contents}]`, for conftest policies (`--combine`). */
  readonly combine?: boolean;
}

export interface FileFindings {
  readonly findings: readonly FileFinding[];
  /** Whether the same input has the same findings at any time, and each policy had its say. */
  readonly lasting: boolean;
}

/** What one policy says of one document. A policy that does not judge the document says nothing. */
export interface FileFinding {
  readonly form: 'native' | 'conftest' | 'gatekeeper';
  readonly policy: string;
  /** `deny`: a failure; `warn`: a warning. */
  readonly enforcement: 'deny' | 'warn';
  readonly state: 'pass' | 'fail' | 'excepted' | 'notEvaluated';
  /** `Combined` when all documents were judged as one. */
  readonly file: string;
  /** Index in the file; null when all documents were judged as one. */
  readonly document: number | null;
  /** What is wrong, or why it was not evaluated, or what excepts it; empty for pass. */
  readonly message: string;
  /** Path inside the document, for example `spec.containers[0].image`; empty when the policy gives none. */
  readonly field: string;
  readonly fix: string;
  /** `_loc` of conftest. */
  readonly location: { readonly file: string; readonly line: string } | null;
  /** What else the policy says: conftest's metadata, Gatekeeper's details. */
  readonly metadata: JsonObject;
}

/**
 * Judges documents by policies in their three forms, sorted by file, document and policy. What is no Kubernetes object is
 * judged by conftest's policies alone, which see each document as their whole input, as `conftest test` has it. All
 * objects are Gatekeeper's inventory. REGO_INVALID, CONFIG_* for mistakes in policies.
 */
export async function evaluateFiles(input: EvaluateFilesInput, context: RunContext): Promise<FileFindings> {
  const findings: FileFinding[] = [];
  let clock = false;
  for (const source of input.policies) {
    const asked = await askConftest(source, input, context);
    const judged = await judgeObjects(source, input, context);
    if (asked === null && judged === null) throw noPolicy(source);
    for (const each of [asked, judged]) {
      findings.push(...(each?.findings ?? []));
      clock ||= each?.clock === true;
    }
  }
  const places = new Map(input.files.map(({ path }, index) => [path, index]));
  const placeOf = ({ file }: FileFinding) => places.get(file) ?? -1;
  findings.sort(
    (a, b) =>
      placeOf(a) - placeOf(b) ||
      (a.document ?? -1) - (b.document ?? -1) ||
      orderTexts(a.policy, b.policy) ||
      orderTexts(a.message, b.message),
  );
  return { findings, lasting: !clock && findings.every(({ state }) => state !== 'notEvaluated') };
}

/** Of the policies of a form; `clock`: they may depend on the time of day. */
interface Judged {
  readonly findings: readonly FileFinding[];
  readonly clock: boolean;
}

/** Null: there is no such policy. */
async function judgeObjects(
  source: PolicySource,
  { files, cluster = {} }: EvaluateFilesInput,
  context: RunContext,
): Promise<Judged | null> {
  const { policies, groups } = await openSources([source], context, { conftest: false });
  if (policies.length === 0) return null;
  const manifests = documentManifests(files);
  const byPath = new Map(manifests.manifests.map((manifest) => [manifest.path, manifest]));
  const findings = await judgeFleetStates(groups, files);
  for (const group of groups.filter(({ scope }) => scope !== 'fleet')) {
    const judgements = await group.judge(manifests, viewOf(cluster, group.viewPaths));
    for (const judgement of judgements)
      findings.push(...fromJudgement(judgement, group.form, byPath.get(judgement.manifest?.path ?? '')));
  }
  return { findings, clock: groups.some(({ clock }) => clock) };
}

/** Documents of the kind `FleetState`, by policies of the scope `fleet`. */
async function judgeFleetStates(
  groups: readonly JudgedGroup[],
  files: readonly InputFile[],
): Promise<FileFinding[]> {
  const findings: FileFinding[] = [];
  for (const { path: file, documents } of files) {
    for (const [document, value] of documents.entries()) {
      const state = fleetStateIn(value);
      const judgements = state === null ? [] : await judgeFleetState(groups, state);
      findings.push(
        ...judgements.flatMap((judgement) => fromJudgement(judgement, 'native', { file, document })),
      );
    }
  }
  return findings;
}

function fromJudgement(
  { policy, verdict }: Judgement,
  form: FileFinding['form'],
  manifest: Pick<DocumentManifest, 'file' | 'document'> | undefined,
): readonly FileFinding[] {
  const base = {
    form,
    policy: policy.id,
    enforcement: policy.enforcement,
    file: manifest?.file ?? 'Combined',
    document: manifest?.document ?? null,
    ...nothingFound,
  };
  if ('reason' in verdict) return [{ ...base, state: 'notEvaluated', message: verdict.reason }];
  if ('notApplicable' in verdict) return [];
  if (verdict.violations.length === 0) return [{ ...base, state: 'pass' }];
  return verdict.violations.map(({ message, field, fix, details = {} }) => ({
    ...base,
    state: 'fail',
    message,
    field,
    fix,
    metadata: details,
  }));
}

/** Null: there is no such policy. */
async function askConftest(
  source: PolicySource,
  { files, namespaces = ['*'], combine = false }: EvaluateFilesInput,
  context: RunContext,
): Promise<Judged | null> {
  const modules = ownModules(source);
  if (modules.length === 0) return null;
  const compiler = await RegoCompiler.open(context.cache);
  const packages = await compiler.inspect(modules, source.allow);
  const all = packages
    .filter((regoPackage) => readMetadata(regoPackage, modules) === null)
    .flatMap(conftestRules);
  if (all.length === 0) return null;
  const rules = all.filter(({ namespace }) => namespaceMatches(namespaces, namespace));
  const { data = {} } = source;
  const missing = undefinedData(packages, data);
  for (const reference of missing)
    context.logger.warn(`${formatPosition(reference.position)}: ${undefinedDataMessage(reference)}`);
  const job = { modules, packages, rules, files, data, combine };
  const answers = await runConftest(job, compiler, context.clock.now(), optionsOf(source));
  const clock = rules.some(({ rule, exception }) => rule.clock || exception?.clock === true);
  // A warning is to be given each time.
  return { findings: answers.flatMap(fromAnswer), clock: clock || missing.length > 0 };
}

function fromAnswer({ rule, file, document, outcome }: ConftestAnswer): readonly FileFinding[] {
  const { namespace, name, enforcement } = rule;
  const base = {
    form: 'conftest',
    policy: `${namespace}.${name}`,
    enforcement,
    file,
    document,
    ...nothingFound,
  } as const;
  if ('reason' in outcome) return [{ ...base, state: 'notEvaluated', message: outcome.reason }];
  // As in conftest, an exception is told even where nothing would have failed.
  if (outcome.exceptions > 0)
    return [{ ...base, state: 'excepted', message: `data.${namespace}.exception names ${name}` }];
  if (outcome.results.length === 0) return [{ ...base, state: 'pass' }];
  return outcome.results.map(({ message, location, metadata }) => ({
    ...base,
    state: 'fail',
    message,
    location,
    metadata,
  }));
}

const nothingFound = { message: '', field: '', fix: '', location: null, metadata: {} } as const;

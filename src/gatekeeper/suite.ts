import { posix } from 'node:path';
import type { SourceDocument } from '../model/document.ts';
import { McpError } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import type { RegoCompiler } from '../rego/compile.ts';
import { parseDocuments } from '../yaml/parse.ts';
import { checkAssertions } from './assertion.ts';
import { Field } from './fields.ts';
import { openGatekeeperSet } from './gatekeeper-set.ts';
import type { GatekeeperSet } from './gatekeeper-set.ts';
import { Inventory } from './inventory.ts';
import { isConstraint, isTemplate } from './kinds.ts';
import { matchesAny } from './match.ts';
import { reviewOf, reviewOfRequest } from './review.ts';

/** `error` says why it failed; null: it passed, or was skipped. */
export interface GatorCaseResult {
  readonly name: string;
  readonly skipped: boolean;
  readonly error: string | null;
}

export interface GatorTestResult extends GatorCaseResult {
  readonly cases: readonly GatorCaseResult[];
}

export interface GatorSuiteResult {
  readonly file: string;
  readonly skipped: boolean;
  readonly tests: readonly GatorTestResult[];
}

export interface GatorContext {
  readonly compiler: RegoCompiler;
  readonly now: Date;
  /** The text of a file; `path` is relative to what `suite.file` is relative to. Throws McpError. */
  readonly read: (path: string) => Promise<string>;
  /** Only tests and cases whose name (a case's: `<test>//<case>`) matches are run; absent: all. */
  readonly only?: (name: string) => boolean;
}

/** Whether a document is a test suite of `gator`. */
export function isGatorSuite({ value: { apiVersion, kind } }: SourceDocument): boolean {
  return kind === 'Suite' && typeof apiVersion === 'string' && apiVersion.startsWith('test.gatekeeper.sh/');
}

/**
 * Runs a `Suite` of test.gatekeeper.sh/v1alpha1 as `gator verify` does (gatekeeper pkg/gator/verify/runner.go). A
 * mistake in a test is that test's error; CONFIG_INVALID for one in the suite itself.
 */
export async function runGatorSuite(suite: SourceDocument, context: GatorContext): Promise<GatorSuiteResult> {
  const root = Field.root(suite);
  if (root.get('skip').value === true) return { file: suite.file, skipped: true, tests: [] };
  const runner = new SuiteRunner(suite.file, context);
  const tests: GatorTestResult[] = [];
  for (const test of root.get('tests').items()) tests.push(await runner.test(test));
  return { file: suite.file, skipped: false, tests };
}

class SuiteRunner {
  readonly #folder: string;
  readonly #context: GatorContext;

  constructor(file: string, context: GatorContext) {
    this.#folder = posix.dirname(file);
    this.#context = context;
  }

  async test(test: Field): Promise<GatorTestResult> {
    const name = test.get('name').text();
    const cases = test.get('cases').items();
    const chosen = cases.filter((each) => this.#isChosen(`${name}//${each.get('name').text()}`));
    if (test.get('skip').value === true || (!this.#isChosen(name) && chosen.length === 0))
      return { name, skipped: true, error: null, cases: [] };
    if (test.get('invalid').value === true) return this.#invalid(name, test);

    const results: GatorCaseResult[] = [];
    const error = await failureOf(async () => {
      if (test.get('expansion').value !== undefined)
        throw test.get('expansion').wrong('is not supported: ExpansionTemplates are not evaluated');
      const set = await this.#open(test);
      for (const each of cases) {
        const isRun = this.#isChosen(name) || chosen.includes(each);
        results.push(await this.#case(set, each, isRun));
      }
    });
    return { name, skipped: false, error, cases: results };
  }

  async #invalid(name: string, test: Field): Promise<GatorTestResult> {
    try {
      await this.#open(test);
    } catch (error) {
      if (!(error instanceof McpError)) throw error;
      const unexpected = error.code === 'CONFIG_INVALID' ? null : error.message;
      return { name, skipped: false, error: unexpected, cases: [] };
    }
    return { name, skipped: false, error: 'the constraint should be invalid, but is valid', cases: [] };
  }

  async #case(set: GatekeeperSet, test: Field, isRun: boolean): Promise<GatorCaseResult> {
    const name = test.get('name').text();
    if (test.get('skip').value === true || !isRun) return { name, skipped: true, error: null };
    const error = await failureOf(async () => {
      const assertions = test.get('assertions').items();
      if (assertions.length === 0) throw test.get('assertions').wrong('must not be empty');
      checkAssertions(assertions, await this.#messages(set, test));
    });
    return { name, skipped: false, error };
  }

  /** What the constraint says of the object of a case. */
  async #messages(set: GatekeeperSet, test: Field): Promise<readonly string[]> {
    const [document, ...others] = await this.#documents(test.get('object'));
    if (document === undefined || others.length > 0)
      throw test
        .get('object')
        .wrong(`must name a file with one object, not ${document === undefined ? 0 : others.length + 1}`);
    const inventory = new Inventory(await this.#inventory(test));
    const { objects, review } = subjectOf(document, test.get('object'));
    const namespace = inventory.namespaceNamed(review['namespace']);
    const targets = objects.map((object) => ({ object, namespace, source: 'Original' }) as const);
    const matched = set.constraints
      .filter(({ enforcement }) => enforcement !== null)
      .map((constraint) => ({ constraint, match: matchesAny(constraint.match, targets) }));
    const constraints = matched.filter(({ match }) => match === true).map(({ constraint }) => constraint);
    const program = await set.program();
    const [verdicts = []] = await program.reviewAll([{ constraints, review, inventory: inventory.json() }]);
    return [
      ...matched.flatMap(({ match }) => (typeof match === 'string' ? [match] : [])),
      ...verdicts.flatMap((verdict) =>
        'reason' in verdict ? [verdict.reason] : verdict.violations.map(({ message }) => message),
      ),
    ];
  }

  async #inventory(test: Field): Promise<readonly KubernetesObject[]> {
    const objects: KubernetesObject[] = [];
    for (const item of test.get('inventory').items())
      for (const document of await this.#documents(item)) objects.push(objectOf(document.value, item));
    return objects;
  }

  async #open(test: Field): Promise<GatekeeperSet> {
    const template = await this.#documents(test.get('template'));
    const constraint = await this.#documents(test.get('constraint'));
    if (!template.some(isTemplate)) throw test.get('template').wrong('names no ConstraintTemplate');
    if (!constraint.some(isConstraint)) throw test.get('constraint').wrong('names no constraint');
    const documents = [...template.filter(isTemplate), ...constraint.filter(isConstraint)];
    return openGatekeeperSet(documents, this.#context.compiler, ['gator.gatekeeper.sh'], this.#context.now);
  }

  async #documents(field: Field): Promise<readonly SourceDocument[]> {
    const path = posix.join(this.#folder, field.requiredText());
    return parseDocuments(await this.#context.read(path), path);
  }

  #isChosen(name: string): boolean {
    return this.#context.only === undefined || this.#context.only(name);
  }
}

/** The objects of which one must match, and their review; an AdmissionReview brings its own. */
function subjectOf(
  { value }: SourceDocument,
  field: Field,
): { readonly objects: readonly KubernetesObject[]; readonly review: JsonObject } {
  const isReview = value['kind'] === 'AdmissionReview' && isOfAdmission(value['apiVersion']);
  if (!isReview) {
    const object = objectOf(value, field);
    return { objects: [object], review: reviewOf(object, null) };
  }
  const { request } = value as { readonly request?: Json };
  if (!isJsonObject(request)) throw field.wrong('names an AdmissionReview without a request');
  const review = reviewOfRequest(request, null);
  const reviewed = [review['object'], review['oldObject']].filter((each) => isJsonObject(each));
  if (reviewed.length === 0) throw field.wrong('names an AdmissionReview without an object');
  return { objects: reviewed.map((each) => objectOf(each, field)), review };
}

function isOfAdmission(apiVersion: Json | undefined): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith('admission.k8s.io/');
}

function objectOf(value: Json | undefined, field: Field): KubernetesObject {
  if (!isJsonObject(value) || typeof value['apiVersion'] !== 'string' || typeof value['kind'] !== 'string')
    throw field.wrong('names a file with something that is no Kubernetes object');
  const metadata: JsonObject = isJsonObject(value['metadata']) ? value['metadata'] : {};
  const name = typeof metadata['name'] === 'string' ? metadata['name'] : '';
  return { ...value, metadata: { ...metadata, name } } as KubernetesObject;
}

async function failureOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof McpError) return error.message;
    throw error;
  }
}

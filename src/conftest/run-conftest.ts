import { McpError } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { RegoCompiler } from '../rego/compile.ts';
import type { RegoPackage } from '../rego/package.ts';
import { RegoProgram } from '../rego/program.ts';
import type { ProgramOptions, RegoAnswer, RegoCall } from '../rego/program.ts';
import { dataForFile } from './file-data.ts';
import { readConftestOutcome } from './result.ts';
import type { ConftestOutcome } from './result.ts';
import type { ConftestRule } from './rules.ts';

export interface ConftestInput {
  /** As the user named it; it becomes `data.conftest.file`. */
  readonly path: string;
  readonly documents: readonly Json[];
}

export interface ConftestJob {
  readonly modules: readonly RegoModule[];
  readonly packages: readonly RegoPackage[];
  /** The rules to ask, in this order. */
  readonly rules: readonly ConftestRule[];
  readonly files: readonly ConftestInput[];
  readonly data: JsonObject;
  readonly combine: boolean;
}

export interface ConftestAnswer {
  readonly rule: ConftestRule;
  readonly file: string;
  /** Null when all documents were judged as one. */
  readonly document: number | null;
  readonly outcome: ConftestOutcome;
}

/**
 * Asks rules of every document, or of all at once, as `conftest test` does (conftest v0.71 policy/engine.go). A rule that
 * throws is told as its outcome. REGO_INVALID.
 */
export async function runConftest(
  job: ConftestJob,
  compiler: RegoCompiler,
  now: Date,
  options: ProgramOptions,
): Promise<readonly ConftestAnswer[]> {
  if (job.rules.length === 0) return [];
  const entry = makeEntry(job);
  const modules = [...job.modules, { path: 'the entry module', text: entry.text }];
  const wasm = await compiler.compile(modules, entry.entrypoints, options.allow);
  const program = await RegoProgram.load(wasm, modules, now, options);
  const documents = (job.combine ? [combined(job.files)] : job.files).flatMap((file) => {
    const data = JSON.stringify(dataForFile(file.path, job.data));
    return file.documents.map((value, document) => ({
      file: file.path,
      document: job.combine ? null : document,
      data,
      input: JSON.stringify(value),
    }));
  });
  const outcomes = await askAll(program, entry.entrypoints, documents, job.rules.length);
  return documents.flatMap(({ file, document }, position) =>
    job.rules.map((rule, index) => {
      const outcome = outcomes[position]?.[index] ?? { reason: 'the rule gave no result' };
      return { rule, file, document, outcome };
    }),
  );
}

/** An entrypoint for all rules, and one for each of them, to find out who throws. */
function makeEntry({ rules, packages }: ConftestJob) {
  let name = 'mcp_conftest';
  while (packages.some(({ path }) => path[0] === name)) name += '_';
  const all = rules.map(({ expression }) => expression).join(',\n  ');
  const singles = rules.map(({ expression }, index) => `rule_${index} := [${expression}]`);
  return {
    text: [`package ${name}`, `all_rules := [\n  ${all},\n]`, ...singles, ''].join('\n\n'),
    entrypoints: [`${name}/all_rules`, ...rules.map((_rule, index) => `${name}/rule_${index}`)],
  };
}

type Asked = Omit<RegoCall, 'entrypoint'>;

/** The outcomes of all rules for each document. Where asking all at once throws, they are asked one by one. */
async function askAll(
  program: RegoProgram,
  [all = '', ...singles]: readonly string[],
  documents: readonly Asked[],
  count: number,
): Promise<readonly (readonly ConftestOutcome[])[]> {
  const call = (entrypoint: string, { input, data }: Asked): RegoCall => ({ entrypoint, input, data });
  const together = await program.evaluateAll(documents.map((asked) => call(all, asked)));
  const failed = documents.filter((_asked, index) => valuesOf(together[index]) === undefined);
  const alone = await program.evaluateAll(
    failed.flatMap((asked) => singles.map((entrypoint) => call(entrypoint, asked))),
  );
  const rest = alone.values();
  return documents.map((_asked, index) => {
    const values = valuesOf(together[index]);
    return Array.from({ length: count }, (_item, rule) => {
      if (values !== undefined) return readConftestOutcome(values[rule]);
      const each = rest.next().value;
      return each instanceof McpError ? { reason: each.message } : readConftestOutcome(valuesOf(each)?.[0]);
    });
  });
}

function valuesOf(answer: RegoAnswer | undefined): readonly Json[] | undefined {
  if (answer === undefined || answer instanceof McpError || !Array.isArray(answer.value)) return undefined;
  return answer.value as readonly Json[];
}

function combined(files: readonly ConftestInput[]): ConftestInput {
  const contents = files.flatMap(({ path, documents }) =>
    documents.map((document) => ({ path, contents: document })),
  );
  return { path: 'Combined', documents: [contents] };
}

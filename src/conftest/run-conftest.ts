import { basename, dirname, resolve } from 'node:path';
import { McpError } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { RegoCompiler } from '../rego/compile.ts';
import type { RegoPackage } from '../rego/package.ts';
import { RegoProgram } from '../rego/program.ts';
import type { ProgramOptions } from '../rego/program.ts';
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
  const answers: ConftestAnswer[] = [];
  for (const file of job.combine ? [combined(job.files)] : job.files) {
    program.setData(dataFor(file.path, job.data));
    for (const [document, value] of file.documents.entries()) {
      const outcomes = await ask(program, entry.entrypoints, JSON.stringify(value), job.rules.length);
      for (const [index, rule] of job.rules.entries()) {
        const outcome = outcomes[index] ?? { reason: 'the rule gave no result' };
        answers.push({ rule, file: file.path, document: job.combine ? null : document, outcome });
      }
    }
  }
  return answers;
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

async function ask(
  program: RegoProgram,
  [all = '', ...singles]: readonly string[],
  input: string,
  count: number,
): Promise<readonly ConftestOutcome[]> {
  const [together] = await program.evaluateAll([{ entrypoint: all, input }]);
  if (together !== undefined && !(together instanceof McpError) && Array.isArray(together.value)) {
    const values = together.value as readonly Json[];
    return Array.from({ length: count }, (_item, index) => readConftestOutcome(values[index]));
  }
  const alone = await program.evaluateAll(singles.map((entrypoint) => ({ entrypoint, input })));
  return alone.map((each) => {
    if (each instanceof McpError) return { reason: each.message };
    return readConftestOutcome(Array.isArray(each.value) ? (each.value as readonly Json[])[0] : undefined);
  });
}

function combined(files: readonly ConftestInput[]): ConftestInput {
  const contents = files.flatMap(({ path, documents }) =>
    documents.map((document) => ({ path, contents: document })),
  );
  return { path: 'Combined', documents: [contents] };
}

/** What is below `data` for a file: the user's own, and where the file lies. */
function dataFor(path: string, data: JsonObject): string {
  const absolute = resolve(path);
  const own = data['conftest'];
  const file = { name: basename(absolute), dir: dirname(absolute) };
  return JSON.stringify({ ...data, conftest: { ...(isJsonObject(own) ? own : {}), file } });
}

import { isDeepStrictEqual } from 'node:util';
import { McpError } from '../../src/model/error.ts';
import type { Json } from '../../src/model/json.ts';
import type { RegoModule } from '../../src/model/policy.ts';
import type { RegoCompiler } from '../../src/rego/compile.ts';
import { RegoProgram } from '../../src/rego/program.ts';
import type { CaseGroup, ConformanceCase } from './cases.ts';

/** Everything that has to be allowed by name. */
const allow = ['http.send', 'net.lookup_ip_addr', 'opa.runtime', 'rand.intn', 'uuid.rfc4122'];
const entry = 'mcp_conformance';

/**
 * Compiles a case, evaluates it and holds the result against what OPA wants, by the rules of OPA's own test of its Wasm
 * SDK (internal/wasm/sdk/test/e2e/external_test.go): what is wrong, or null.
 */
export async function runCase(
  compiler: RegoCompiler,
  version: CaseGroup['version'],
  tested: ConformanceCase,
): Promise<string | null> {
  const modules = (tested.modules ?? []).map((text, index): RegoModule => ({
    path: `module-${index}.rego`,
    text,
    version,
  }));
  try {
    const outcome = await evaluate(compiler, modules, queryModule(version, tested), tested);
    return outcome instanceof McpError ? judgeError(tested, outcome.message) : judgeResult(tested, outcome);
  } catch (error) {
    return `not compiled: ${String(error)}`;
  }
}

/** The answers to the query; the error of an evaluation that fails. */
async function evaluate(
  compiler: RegoCompiler,
  modules: readonly RegoModule[],
  query: RegoModule,
  tested: ConformanceCase,
): Promise<Json | undefined | McpError> {
  const direct = /^data((?:\.\w+)+) = (\w+)$/.exec(tested.query.trim());
  let entrypoint = `${entry}/results`;
  const wasm = await compiler.compile([...modules, query], [entrypoint], allow).catch((error: unknown) => {
    // Modules that read all of `data` would read our rule too: their own is the entrypoint then.
    if (direct === null || !String(error).includes('is recursive')) throw error;
    entrypoint = direct[1]?.slice(1).replaceAll('.', '/') ?? '';
    return compiler.compile(modules, [entrypoint], allow);
  });
  const program = await RegoProgram.load(wasm, modules, new Date(), { allow });
  if (tested.data !== undefined) program.setData(JSON.stringify(tested.data));
  const input = inputOf(tested);
  const [outcome] = await program.evaluateAll([{ entrypoint, input }]);
  if (outcome === undefined || outcome instanceof McpError) return outcome;
  if (entrypoint === `${entry}/results` || direct === null) return outcome.value;
  return outcome.value === undefined ? [] : [{ [direct[2] ?? '']: outcome.value }];
}

function inputOf({ input, input_term: term }: ConformanceCase): string {
  // OPA's parser takes a comma before the end.
  if (term !== undefined) return term.replaceAll(/,(\s*[}\]])/g, '$1');
  return input === undefined ? '' : JSON.stringify(input);
}

/** The rule `results` is the set of the query's answers, each an object of the variables that the case asks for. */
function queryModule(
  version: CaseGroup['version'],
  { query, want_result: wanted }: ConformanceCase,
): RegoModule {
  const variables = Object.keys(wanted?.[0] ?? {});
  const answer = `{${variables.map((name) => `${JSON.stringify(name)}: ${name}`).join(', ')}}`;
  const head = version === 'v0' ? `results[${answer}]` : `results contains ${answer} if`;
  return { path: 'query', text: `package ${entry}\n\n${head} {\n\t${query}\n}\n`, version };
}

function judgeResult(tested: ConformanceCase, result: Json | undefined): string | null {
  if (!Array.isArray(result)) return `no set of answers: ${JSON.stringify(result)}`;
  const answers = result as readonly Json[];
  const { want_defined: defined, want_result: wanted, strict_error: strict } = tested;
  if (defined !== undefined) return answers.length > 0 === defined ? null : `defined: ${String(!defined)}`;
  if (wanted !== undefined) return compare(wanted, answers, tested.sort_bindings === true);
  return strict === true && answers.length === 0
    ? null
    : `wanted ${tested.want_error_code ?? tested.want_error ?? 'nothing'}, not ${JSON.stringify(result)}`;
}

function judgeError({ want_error_code: code }: ConformanceCase, message: string): string | null {
  const isConflict = /var assignment conflict|object insert conflict/.test(message);
  return code === 'eval_conflict_error' && isConflict ? null : `failed: ${message}`;
}

/** Both are sets of answers. */
function compare(wanted: readonly Json[], answers: readonly Json[], sorted: boolean): string | null {
  const normal = (list: readonly Json[]) => {
    const texts = list.map((answer) => JSON.stringify(sortKeys(sorted ? sortArrays(answer) : answer)));
    return [...new Set(texts)].sort();
  };
  const [a, b] = [normal(wanted), normal(answers)];
  return isDeepStrictEqual(a, b) ? null : `wanted ${a.join(' ')}, not ${b.join(' ')}`;
}

function sortArrays(answer: Json): Json {
  return Object.fromEntries(
    Object.entries(answer as Record<string, Json>).map(([name, value]) => [
      name,
      Array.isArray(value)
        ? (value as Json[])
            .map((item) => sortKeys(item))
            .toSorted((x, y) => (JSON.stringify(x) < JSON.stringify(y) ? -1 : 1))
        : value,
    ]),
  );
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return (value as Json[]).map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value as Record<string, Json>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, member]) => [key, sortKeys(member)]),
  );
}

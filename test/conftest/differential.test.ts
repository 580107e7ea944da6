import { readFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, it } from 'vitest';
import { configBuiltins } from '../../src/conftest/config-builtins.ts';
import { formatOf } from '../../src/conftest/input-format.ts';
import { parseInput } from '../../src/conftest/parse-input.ts';
import type { JsonObject } from '../../src/model/json.ts';
import type { PolicySource, RegoVersion } from '../../src/model/policy.ts';
import { evaluateFiles } from '../../src/pipeline/evaluate/index.ts';
import type { FileFinding } from '../../src/pipeline/evaluate/index.ts';
import { parseValues } from '../../src/yaml/parse.ts';
import { runContext } from '../support/run-context.ts';
import { memoryCache } from '../rego/memory-cache.ts';

const corpus = join(import.meta.dirname, 'corpus');
const golden = join(import.meta.dirname, 'golden/conftest.json');
/** `MCP_CONFTEST=/path/to/conftest` compares with the real one; `vitest run -u` with it records what it says. */
const binary = process.env['MCP_CONFTEST'];
const cache = memoryCache();

interface Run {
  readonly policy: string;
  readonly inputs: readonly string[];
  readonly data?: string;
  readonly namespaces?: readonly string[];
  readonly combine?: boolean;
  readonly version?: RegoVersion;
}

const runs: Readonly<Record<string, Run>> = {
  'all namespaces': { policy: 'policy', inputs: ['inputs'], data: 'data' },
  'the namespace main': { policy: 'policy', inputs: ['inputs'], data: 'data', namespaces: ['main'] },
  'namespaces by a glob': {
    policy: 'policy',
    inputs: ['inputs'],
    data: 'data',
    namespaces: ['k8s.*', 'm[ab]in', 'nope?'],
  },
  'without data': { policy: 'policy', inputs: ['inputs'] },
  'nothing but warnings': { policy: 'policy', inputs: ['inputs/legacy.yaml'], namespaces: ['main'] },
  'nothing at all': { policy: 'policy', inputs: ['inputs/good.yaml'], namespaces: ['main'] },
  combined: { policy: 'policy-combine', inputs: ['inputs'], combine: true },
  'a result without msg': { policy: 'policy-broken', inputs: ['inputs'] },
  'Rego v0': { policy: 'policy-v0', inputs: ['inputs'], version: 'v0' },
  formats: { policy: 'policy', inputs: ['formats'], namespaces: ['config'] },
};

/** Exit codes without and with `--fail-on-warn`, and what each file got, sorted. */
interface Verdicts {
  readonly exit: number;
  readonly exitOnWarn: number;
  readonly results: readonly string[];
}

async function filesIn(path: string, suffix: RegExp): Promise<readonly string[]> {
  const full = join(corpus, path);
  if (!(await stat(full)).isDirectory()) return [path];
  return (await readdir(full))
    .filter((name) => suffix.test(name))
    .sort()
    .map((name) => `${path}/${name}`);
}

async function ours({
  policy,
  inputs,
  data,
  namespaces,
  combine = false,
  version = 'v1',
}: Run): Promise<Verdicts> {
  const texts = async (paths: readonly string[]) =>
    Promise.all(paths.map(async (path) => ({ path, text: await readFile(join(corpus, path), 'utf8') })));
  const source: PolicySource = {
    name: policy,
    modules: (await texts(await filesIn(policy, /\.rego$/))).map((file) => ({ ...file, version })),
    parameters: {},
    allow: configBuiltins,
  };
  const paths = (await Promise.all(inputs.map((path) => filesIn(path, /./)))).flat();
  const files = await Promise.all(
    (await texts(paths))
      .filter(({ path }) => formatOf(path) !== null)
      .map(async ({ path, text }) => ({ path, documents: await parseInput(path, text) })),
  );
  const documents =
    data === undefined
      ? []
      : (await texts(await filesIn(data, /\.yaml$/))).flatMap(({ path, text }) => parseValues(text, path));
  const { findings } = await evaluateFiles(
    {
      policies: [{ ...source, data: Object.assign({}, ...documents) as JsonObject }],
      files,
      combine,
      ...(namespaces === undefined ? {} : { namespaces }),
    },
    runContext({ cache }),
  );
  const given = findings.map(({ state, enforcement }) =>
    state === 'notEvaluated' ? 'error' : state === 'fail' ? enforcement : '',
  );
  if (given.includes('error')) return { exit: 1, exitOnWarn: 1, results: ['error'] };
  const failed = given.includes('deny');
  const onWarn = given.includes('warn') ? 1 : 0;
  return { exit: failed ? 1 : 0, exitOnWarn: failed ? 2 : onWarn, results: findings.flatMap(lineOf).sort() };
}

function lineOf({
  file,
  policy,
  state,
  enforcement,
  message,
  location,
  metadata,
}: FileFinding): readonly string[] {
  const name = /^(.*)\.([^.]*)$/.exec(policy)!;
  if (state === 'pass') return [];
  if (state === 'excepted') return [`${file} exception ${name[1]!}`];
  return [`${file} ${enforcement} ${policy} ${message} ${JSON.stringify(location)} ${sorted(metadata)}`];
}

interface ConftestResult {
  readonly msg: string;
  readonly loc?: { readonly file: string; readonly line: number };
  readonly metadata: JsonObject & { readonly query: string };
}

interface ConftestFile {
  readonly filename: string;
  readonly namespace: string;
  readonly failures?: readonly ConftestResult[];
  readonly warnings?: readonly ConftestResult[];
  readonly exceptions?: readonly ConftestResult[];
}

async function theirs(run: Run, conftest: string): Promise<Verdicts> {
  const namespaces = run.namespaces?.flatMap((name) => ['--namespace', name]) ?? ['--all-namespaces'];
  const args = [
    'test',
    '--policy',
    run.policy,
    ...namespaces,
    '--output',
    'json',
    ...(run.data === undefined ? [] : ['--data', run.data]),
    ...(run.combine === true ? ['--combine'] : []),
    ...(run.version === undefined ? [] : ['--rego-version', run.version]),
    ...run.inputs,
  ];
  const plain = await execa(conftest, args, { cwd: corpus, reject: false });
  const onWarn = await execa(conftest, [...args, '--fail-on-warn'], { cwd: corpus, reject: false });
  const files = plain.stdout.startsWith('[')
    ? (JSON.parse(plain.stdout) as readonly ConftestFile[])
    : undefined;
  return {
    exit: plain.exitCode ?? -1,
    exitOnWarn: onWarn.exitCode ?? -1,
    results:
      files === undefined
        ? ['error']
        : files
            .flatMap((file) => [
              ...(file.failures ?? []).map((result) => conftestLine(file, 'deny', result)),
              ...(file.warnings ?? []).map((result) => conftestLine(file, 'warn', result)),
              ...(file.exceptions ?? []).map(() => `${file.filename} exception ${file.namespace}`),
            ])
            .sort(),
  };
}

function conftestLine(
  { filename }: ConftestFile,
  level: string,
  { msg, loc, metadata }: ConftestResult,
): string {
  const { query, ...rest } = metadata;
  const place = loc === undefined ? null : { file: loc.file, line: String(loc.line) };
  return `${filename} ${level} ${query.replace('data.', '')} ${msg} ${JSON.stringify(place)} ${sorted(rest)}`;
}

function sorted(value: JsonObject): string {
  return JSON.stringify(Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))));
}

describe('verdicts and exit codes are those of conftest', () => {
  it.each(Object.entries(runs))('%s', async (name, run) => {
    const recorded = JSON.parse(await readFile(golden, 'utf8')) as {
      readonly runs: Readonly<Record<string, Verdicts>>;
    };
    expect(await ours(run)).toEqual(recorded.runs[name]);
  });

  it.skipIf(binary === undefined)('as the real one gives them', async () => {
    const version = (await execa('go', ['version', '-m', binary!])).stdout;
    const found: Record<string, Verdicts> = {};
    for (const [name, run] of Object.entries(runs)) found[name] = await theirs(run, binary!);
    const conftest = /mod\tgithub\.com\/open-policy-agent\/conftest\t(\S+)/.exec(version)?.[1];
    await expect(`${JSON.stringify({ conftest, runs: found }, null, 2)}\n`).toMatchFileSnapshot(golden);
  });
});

import { join } from 'node:path';
import { McpError } from '../model/error.ts';
import type { ControlCatalog } from '../model/control.ts';
import type { SourceTree } from '../model/git.ts';
import type { PolicyMetadata, PolicySource, RegoModule, RegoVersion } from '../model/policy.ts';
import type { RunContext } from '../model/ports.ts';
import type { Problem } from '../model/problem.ts';
import { compareProblems, problemOf } from '../model/problem.ts';
import type { Workspace } from '../model/workspace.ts';
import { checkModules } from '../rego/check.ts';
import type { InputFiles } from '../runtime/input-files.ts';
import { configBuiltins } from '../conftest/config-builtins.ts';
import { decodeText } from '../yaml/decode.ts';
import {
  examineExceptions,
  examineGatekeeper,
  examinePolicies,
  sharedIds,
  unknownControls,
} from './evaluate/index.ts';
import type { ExaminedPolicies } from './evaluate/index.ts';
import { readInventory } from './inventory/index.ts';
import type { SourceOptions } from './open-source.ts';
import { regoProblem } from './rego-problem.ts';
import { modulesIn, readData, readNamedFiles } from './source/index.ts';

export interface CheckOptions extends SourceOptions {
  /** Rego files and folders; none: the whole policy repository. */
  readonly paths: readonly string[];
  /** Builtins that are refused otherwise, for `paths`. */
  readonly allow: readonly string[];
  /** Sees all that is read, unless that is a policy repository. */
  readonly files: InputFiles;
  /** YAML and JSON files and folders with what `paths` see as `data`. */
  readonly data: readonly string[];
  /** Which Rego `paths` are written in. */
  readonly regoVersion: RegoVersion;
}

export interface CheckResult {
  /** Sorted by place. */
  readonly problems: readonly Problem[];
  /** How many Rego files and policies were looked at. */
  readonly files: number;
  readonly policies: number;
  /** Whether nothing but the options and what `files` saw decided it. */
  readonly lasting: boolean;
}

/** Looks for everything that would stop a run, or never take part in one; throws only for what cannot be read. */
export async function checkPolicies(options: CheckOptions, context: RunContext): Promise<CheckResult> {
  const checked =
    options.paths.length === 0 ? await checkRepository(options, context) : await checkFiles(options, context);
  return { ...checked, problems: [...checked.problems].sort(compareProblems) };
}

async function checkFiles(options: CheckOptions, context: RunContext): Promise<CheckResult> {
  const modules = modulesIn(
    options.regoVersion,
    readNamedFiles(options.paths, /\.rego$/u, 'Rego file', options.files),
  );
  const allow = [...options.allow, ...configBuiltins];
  const data = readData(options.data, options.files);
  const checked = await checkRego(modules, context, { allow, data });
  const catalogs = await catalogsAround(options, context);
  return {
    problems: [
      ...checked.problems,
      // What stands in other files may give the data.
      ...checked.undefinedData.map((problem): Problem => ({ ...problem, severity: 'warning' })),
      ...sharedIds(checked.policies),
      ...(catalogs === undefined || catalogs === null
        ? []
        : unknownControls(checked.policies, catalogs, modules)),
    ],
    files: modules.length,
    policies: checked.policies.length,
    lasting: catalogs === undefined,
  };
}

/** The control catalogues of the policy repository that the command runs in; undefined outside of one, null when it cannot be read. */
async function catalogsAround(
  options: CheckOptions,
  context: RunContext,
): Promise<readonly ControlCatalog[] | null | undefined> {
  if (options.files.kindOf(join(options.directory, 'mcp.yaml')) === 'absent') return undefined;
  const { openPolicyRepository, readWorkspace } = await import('./open-source.ts');
  try {
    const source = await openPolicyRepository(options, context);
    return (await readWorkspace(source, options, context, null)).catalogs;
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    context.logger.warn(
      `control ids are not checked, because the policy repository cannot be read: ${error.message}`,
    );
    return null;
  }
}

async function checkRepository(options: CheckOptions, context: RunContext): Promise<CheckResult> {
  const { openPolicyRepository, readWorkspace } = await import('./open-source.ts');
  const source = await openPolicyRepository(options, context);
  const problems: Problem[] = [];
  const workspace = await attempt(problems, () => readWorkspace(source, options, context, null));
  const files = await regoFilesOf(source);
  if (workspace === undefined) {
    const checked = await checkRego(files, context);
    return {
      problems: [...problems, ...checked.problems],
      files: files.length,
      policies: checked.policies.length,
      lasting: false,
    };
  }
  problems.push(...(await checkTemplatesOf(workspace, context)));
  // Editors and hooks ask again and again, without the credentials of a hub.
  const isKnown = workspace.inventory.every(({ documents }) => documents !== null);
  const clusters = isKnown ? await attempt(problems, () => readInventory(workspace.inventory)) : undefined;
  if (clusters !== undefined)
    problems.push(...(await examineExceptions(workspace.exceptions, workspace.policies, clusters, context)));

  const policies: PolicyMetadata[] = [];
  for (const set of workspace.policies) {
    const ofSet = modulesIn(
      set.modules[0]?.version ?? 'v1',
      files.filter(({ path }) => isIn(path, set.name)),
    );
    const checked = await checkRego(ofSet.length > 0 ? ofSet : set.modules, context, set);
    policies.push(...checked.policies);
    problems.push(...checked.problems, ...checked.undefinedData, ...(await examineGatekeeper(set, context)));
  }
  const idle = files.filter(({ path }) => !workspace.policies.some(({ name }) => isIn(path, name)));
  const unused = await checkRego(idle, context);
  const known = [...files, ...workspace.policies.flatMap(({ modules }) => modules)];
  problems.push(
    ...unused.problems,
    ...unused.policies.map(unusedPolicy),
    ...sharedIds(policies),
    ...unknownControls([...policies, ...unused.policies], workspace.catalogs, known),
  );
  return {
    problems,
    files: files.length,
    policies: policies.length + unused.policies.length,
    lasting: false,
  };
}

/** Every Rego file of the repository, tests included. */
async function regoFilesOf(source: SourceTree): Promise<readonly Pick<RegoModule, 'path' | 'text'>[]> {
  const files = source.files.filter(({ path }) => path.endsWith('.rego'));
  const texts = await source.read(files);
  return files.map(({ path }, index) => ({ path, text: decodeText(texts[index] ?? new Uint8Array(), path) }));
}

interface CheckedRego extends ExaminedPolicies {
  /** References to data that nobody gives; none as long as a module is broken. */
  readonly undefinedData: readonly Problem[];
}

const nothingChecked: CheckedRego = { problems: [], policies: [], undefinedData: [] };

/**
 * What OPA says of modules that belong together, and what their METADATA lacks. Tests may parse configuration of any
 * format, as conftest's do.
 */
async function checkRego(
  modules: readonly RegoModule[],
  context: RunContext,
  { allow = [], data = {} }: Pick<PolicySource, 'allow' | 'data'> = {},
): Promise<CheckedRego> {
  if (modules.length === 0) return nothingChecked;
  const allowed = [...allow, ...configBuiltins];
  const problems = (await checkModules(modules, context.cache, allowed)).map(regoProblem);
  const broken = new Set(problems.map(({ position }) => position?.file));
  const sound = modules.filter(({ path }) => !broken.has(path) && !path.endsWith('_test.rego'));
  try {
    const examined = await examinePolicies(sound, context, { allow, data });
    return {
      ...examined,
      problems: [...problems, ...examined.problems],
      undefinedData: problems.length > 0 ? [] : examined.undefinedData,
    };
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    // Modules that lean on a broken one cannot be looked into before that is mended.
    return { ...nothingChecked, problems: problems.length > 0 ? problems : [problemOf(error)] };
  }
}

/** One baseline after the other, so that each can have its mistake. */
async function checkTemplatesOf(workspace: Workspace, context: RunContext): Promise<readonly Problem[]> {
  const { checkTemplates } = await import('./render/index.ts');
  const problems: Problem[] = [];
  for (const baseline of workspace.baselines) {
    await attempt(problems, () =>
      checkTemplates({ fleet: workspace.fleet.name, baselines: [baseline] }, context),
    );
  }
  return problems;
}

async function attempt<Result>(
  problems: Problem[],
  work: () => Result | Promise<Result>,
): Promise<Result | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    problems.push(problemOf(error));
    return undefined;
  }
}

function unusedPolicy({ id, position }: PolicyMetadata): Problem {
  return {
    severity: 'warning',
    code: 'CONFIG_REFERENCE',
    message: `policy ${id} is in no policy set that spec.policies of mcp.yaml names: it judges nothing`,
    position,
    hint: 'Name its file or folder in spec.policies, or remove it.',
  };
}

function isIn(path: string, set: string): boolean {
  return path === set || set === '' || path.startsWith(`${set}/`);
}

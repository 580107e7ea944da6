import type { ControlCatalog } from '../../model/control.ts';
import { McpError } from '../../model/error.ts';
import type { PolicyMetadata, PolicySource, RegoModule } from '../../model/policy.ts';
import type { RunContext } from '../../model/ports.ts';
import type { SourcePosition } from '../../model/position.ts';
import { formatPosition } from '../../model/position.ts';
import type { Problem } from '../../model/problem.ts';
import { problemOf } from '../../model/problem.ts';
import { RegoCompiler } from '../../rego/compile.ts';
import type { DataReference } from '../../rego/package.ts';
import { didYouMean } from '../../runtime/nearest.ts';
import { openSources } from './open-sources.ts';
import { findPolicies } from './policy-set.ts';
import { undefinedData, undefinedDataHint, undefinedDataMessage } from './undefined-data.ts';

export interface ExaminedPolicies {
  readonly policies: readonly PolicyMetadata[];
  readonly problems: readonly Problem[];
  /** A problem for each reference to data that neither the modules nor `data` give. */
  readonly undefinedData: readonly Problem[];
}

/** The policies in modules that belong together and compile, with every mistake in their METADATA. */
export async function examinePolicies(
  modules: readonly RegoModule[],
  { cache }: Pick<RunContext, 'cache'>,
  { allow = [], data }: Pick<PolicySource, 'allow' | 'data'> = {},
): Promise<ExaminedPolicies> {
  if (modules.length === 0) return { policies: [], problems: [], undefinedData: [] };
  const packages = await (await RegoCompiler.open(cache)).inspect(modules, allow);
  const policies: PolicyMetadata[] = [];
  const problems: Problem[] = [];
  for (const regoPackage of packages) {
    try {
      policies.push(...findPolicies(regoPackage, modules).map(({ metadata }) => metadata));
    } catch (error) {
      if (!(error instanceof McpError)) throw error;
      problems.push(problemOf(error));
    }
  }
  return { policies, problems, undefinedData: undefinedData(packages, data).map(undefinedProblem) };
}

function undefinedProblem(reference: DataReference): Problem {
  return {
    severity: 'error',
    code: 'REGO_INVALID',
    message: undefinedDataMessage(reference),
    position: reference.position,
    hint: undefinedDataHint,
  };
}

/** The first mistake in the ConstraintTemplates and constraints of a policy set, if there is one. */
export async function examineGatekeeper(
  source: PolicySource,
  context: RunContext,
): Promise<readonly Problem[]> {
  if ((source.documents ?? []).length === 0) return [];
  try {
    await openSources([{ ...source, modules: [] }], context, { conftest: false });
    return [];
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    return [problemOf(error)];
  }
}

/** A problem for each policy whose id another one before it has. */
export function sharedIds(policies: readonly PolicyMetadata[]): readonly Problem[] {
  const known = new Map<string, PolicyMetadata>();
  return policies.flatMap((policy): readonly Problem[] => {
    const other = known.get(policy.id);
    if (other === undefined) {
      known.set(policy.id, policy);
      return [];
    }
    return [
      {
        severity: 'error',
        code: 'CONFIG_DUPLICATE',
        message: `there are two policies ${policy.id}; the other one is at ${formatPosition(other.position)}`,
        position: policy.position,
        hint: 'Give one of them another custom.id.',
      },
    ];
  });
}

/** A problem for each control that a policy names and no catalogue holds. */
export function unknownControls(
  policies: readonly PolicyMetadata[],
  catalogs: readonly ControlCatalog[],
  modules: readonly RegoModule[],
): readonly Problem[] {
  const known = new Set(catalogs.flatMap(({ controls }) => controls.map(({ id }) => id)));
  return policies.flatMap((policy) =>
    policy.controls
      .filter((id) => !known.has(id))
      .map((id): Problem => ({
        severity: 'error',
        code: 'CONFIG_REFERENCE',
        message: `policy ${policy.id} names the control ${id}, which is in no ControlCatalog`,
        position: placeInMetadata(id, policy, modules),
        hint: didYouMean(id, known, 'Add it to a ControlCatalog in policies/controls/, or remove it.'),
      })),
  );
}

/** Where a word stands in the comment above a policy's package; the package when it is not to be found. */
function placeInMetadata(
  word: string,
  { position }: PolicyMetadata,
  modules: readonly RegoModule[],
): SourcePosition {
  const lines = modules.find(({ path }) => path === position.file)?.text.split('\n') ?? [];
  for (let line = position.line - 1; lines[line - 1]?.startsWith('#') === true; line--) {
    const text = lines[line - 1] ?? '';
    const found = text.split(/(?<![\w.-])(?=[\w.-])|(?<=[\w.-])(?![\w.-])/u);
    const at = found.indexOf(word);
    if (at >= 0) return { file: position.file, line, column: found.slice(0, at).join('').length + 1 };
  }
  return position;
}

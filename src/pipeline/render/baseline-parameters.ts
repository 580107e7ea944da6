import type { ErrorObject } from 'ajv';
import { McpError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { Baseline, DocumentPath } from '../../model/workspace.ts';
import { didYouMean } from '../../runtime/nearest.ts';
import { nearestPosition } from '../../yaml/nearest-position.ts';
import { firstViolation } from '../../yaml/violation.ts';
import type { ParameterSchema } from './parameter-schema.ts';
import { mergeParameters } from './parameters.ts';

/**
 * What each template of a baseline, by its place, sees as `parameters` where the overrides of these places hold. Throws
 * CONFIG_INVALID at the place of a parameter that a schema refuses.
 */
export type ParametersOf = (overrides: readonly number[]) => readonly JsonObject[];

/**
 * Compiles the schemas of a baseline's templates, and checks the parameters as far as that goes without a cluster: a
 * missing parameter may come from an override, unless there is none. Each template checks the parameters that its schema
 * names and gets the defaults of its own schema. A name that no schema knows is an error when all templates have a schema
 * that takes no others. Throws CONFIG_INVALID, and TEMPLATE_INVALID for a schema.
 */
export async function compileParameters(baseline: Baseline): Promise<ParametersOf> {
  const schemas: (ParameterSchema | null)[] = [];
  for (const { schema } of baseline.templates)
    schemas.push(
      schema === null ? null : await (await import('./parameter-schema.ts')).compileSchema(schema),
    );
  const known = schemas.every((schema) => schema?.names != null)
    ? schemas.flatMap((schema) => schema?.names ?? [])
    : null;

  const alone = baseline.overrides.map((_, place) => [place]);
  for (const overrides of [[], ...alone]) parametersOf(overrides, baseline.overrides.length > 0);
  return (overrides) => parametersOf(overrides, false);

  function parametersOf(overrides: readonly number[], incomplete: boolean): readonly JsonObject[] {
    const merged = overrides.reduce(
      (parameters, place) => mergeParameters(parameters, baseline.overrides[place]?.parameters ?? {}),
      baseline.parameters,
    );
    const places = { positionOf: (path: DocumentPath) => positionOf(baseline, overrides, path.slice(1)) };
    const unknown = known === null ? undefined : Object.keys(merged).find((name) => !known.includes(name));
    if (known !== null && unknown !== undefined) {
      throw new McpError('CONFIG_INVALID', `No template of the baseline has a parameter '${unknown}'.`, {
        position: places.positionOf(['parameters', unknown]),
        hint: didYouMean(unknown, known, `They have: ${[...new Set(known)].join(', ')}.`),
      });
    }
    return schemas.map((schema) => {
      if (schema === null) return merged;
      const { filled, errors } = schema.check(merged);
      if (errors.length === 0 || (incomplete && errors.some(isMissing))) return filled;
      throw firstViolation(places, errors, ['parameters']);
    });
  }
}

function isMissing({ keyword }: ErrorObject): boolean {
  return keyword === 'required' || keyword === 'minProperties';
}

/** Where the value of a parameter was given: by the last override that has it, else by the baseline itself. */
function positionOf(baseline: Baseline, overrides: readonly number[], path: DocumentPath): SourcePosition {
  const last = overrides.findLast((place) => has(baseline.overrides[place]?.parameters, path));
  const root = last === undefined || path.length === 0 ? [] : ['overrides', last];
  return nearestPosition(baseline.document, ['spec', ...root, 'parameters', ...path]);
}

function has(value: Json | undefined, path: DocumentPath): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return value !== undefined;
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, first)) return false;
  return has((value as Readonly<Record<string, Json>>)[first], rest);
}

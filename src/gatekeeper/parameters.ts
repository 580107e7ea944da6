import type { ValidateFunction } from 'ajv';
import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { Field } from './fields.ts';
import { matchesGoPattern } from './go-pattern.ts';

/**
 * The parameters of a constraint with the defaults of its template's schema (as apiextensions' structural defaulting:
 * only inside objects that are there), once the schema has let them pass; null where there are none. Throws
 * CONFIG_INVALID.
 */
export async function completeParameters(
  field: Field,
  schema: JsonObject | null,
): Promise<JsonObject | null> {
  if (schema === null) return field.value === undefined ? null : field.object();
  const given = field.value ?? (Object.hasOwn(schema, 'default') ? (schema['default'] ?? null) : undefined);
  const complete: Json | undefined = given === undefined ? undefined : withDefaults(given, schema);
  if (complete === undefined) return null;
  const validate = await compileSchema(schema, field);
  if (!validate(complete)) {
    const [error] = validate.errors ?? [];
    const where = error?.instancePath.replaceAll('/', '.') ?? '';
    throw field.wrong(
      `does not fit the template's schema: ${where} ${error?.message ?? ''}`.replace('  ', ' '),
    );
  }
  if (!isJsonObject(complete)) throw field.wrong('must be an object');
  return complete;
}

async function compileSchema(schema: JsonObject, field: Field): Promise<ValidateFunction> {
  const { Ajv } = await import('ajv');
  // OpenAPI's own keywords and formats say nothing about whether a value is valid.
  const ajv = new Ajv({ strict: false, validateFormats: false, code: { regExp: goPattern } });
  try {
    return ajv.compile<Json>(withoutDraft4(schema) as JsonObject);
  } catch (cause) {
    throw field.wrong(`cannot be checked: the template's schema is wrong (${String(cause)})`);
  }
}

/** For `pattern`, which Kubernetes reads as Go does. */
const goPattern = Object.assign(
  (pattern: string) => ({ test: (text: string) => matchesGoPattern(pattern, text) === true }),
  { code: 'goPattern' },
);

function withDefaults(value: Json, schema: JsonObject): Json {
  const { items, properties, additionalProperties } = schema;
  if (Array.isArray(value))
    return isJsonObject(items)
      ? (value as readonly Json[]).map((item) => withDefaults(item, items))
      : (value as readonly Json[]);
  if (!isJsonObject(value)) return value;
  const entries = new Map(Object.entries(value));
  for (const [key, property] of Object.entries(isJsonObject(properties) ? properties : {})) {
    if (!isJsonObject(property)) continue;
    const given = entries.get(key) ?? property['default'];
    if (given !== undefined && (given !== null || entries.has(key)))
      entries.set(key, withDefaults(given, property));
  }
  if (isJsonObject(additionalProperties))
    for (const [key, given] of entries) entries.set(key, withDefaults(given, additionalProperties));
  return Object.fromEntries(entries);
}

/** OpenAPI v3.0 has JSON Schema draft 4's `exclusiveMinimum: true` beside `minimum`. */
function withoutDraft4(schema: Json): Json {
  if (Array.isArray(schema)) return (schema as readonly Json[]).map(withoutDraft4);
  if (!isJsonObject(schema)) return schema;
  const entries = Object.entries(schema).flatMap(([key, value]): readonly (readonly [string, Json])[] => {
    if (key === 'exclusiveMinimum' || key === 'exclusiveMaximum') {
      const limit = schema[key === 'exclusiveMinimum' ? 'minimum' : 'maximum'];
      if (typeof value === 'boolean') return value && limit !== undefined ? [[key, limit]] : [];
    }
    return [[key, withoutDraft4(value)]];
  });
  return Object.fromEntries(entries);
}

import type { ErrorObject, ValidateFunction } from 'ajv';
import { McpError } from '../../model/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { DocumentPath, SourceDocument, TemplateFile } from '../../model/workspace.ts';
import { runWithin } from '../../rego/time-limit.ts';
import { parseDocuments } from '../../yaml/parse.ts';
import { firstViolation } from '../../yaml/violation.ts';

/** What a template takes as parameters. */
export interface ParameterSchema {
  /** The names of its parameters; null when it takes others too. */
  readonly names: readonly string[] | null;
  /** The parameters with the defaults of the schema filled in, and what is wrong with them. */
  check(parameters: JsonObject): { readonly filled: JsonObject; readonly errors: readonly ErrorObject[] };
}

/** UTF-16 units of a schema. */
const longestSchema = 1 << 16;
/** Milliseconds for compiling a schema, and for checking parameters by it: patterns and references may go on for ever. */
const timeLimit = 1000;
const refused = new Set(['$dynamicRef', '$recursiveRef', '$id']);

/**
 * Compiles `parameters.schema.json` of a template: JSON Schema 2020-12 of an object, without references to elsewhere.
 * Throws CONFIG_YAML for what is no JSON, and TEMPLATE_INVALID, with the place, for what is no such schema.
 */
export async function compileSchema({ path, text }: TemplateFile): Promise<ParameterSchema> {
  const invalid = (message: string, at: DocumentPath, hint?: string): McpError =>
    new McpError('TEMPLATE_INVALID', message, { position: document?.positionOf(at), hint });
  const [document] = text.length > longestSchema ? [] : parseDocuments(text, path);
  if (document === undefined) {
    throw new McpError(
      'TEMPLATE_INVALID',
      `a schema is one document of at most ${longestSchema} characters`,
      { position: { file: path, line: 1, column: 1 } },
    );
  }
  const schema = document.value;
  refuseForeign(schema, [], invalid);
  if (schema['type'] !== 'object')
    throw invalid('the schema of parameters is no schema of an object', [], 'Write "type": "object".');
  const validate = await compile(document, invalid);
  const properties = isJsonObject(schema['properties']) ? schema['properties'] : {};
  const names = schema['additionalProperties'] === false ? Object.keys(properties) : null;
  return {
    names,
    check(parameters) {
      const given = Object.entries(parameters).filter(([name]) => names === null || names.includes(name));
      const own: JsonObject = structuredClone(Object.fromEntries(given));
      bounded(() => validate(own), 'checking parameters by the schema', invalid);
      return { filled: { ...parameters, ...own }, errors: validate.errors ?? [] };
    },
  };
}

type Invalid = (message: string, at: DocumentPath, hint?: string) => McpError;

async function compile(document: SourceDocument, invalid: Invalid): Promise<ValidateFunction> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({ verbose: true, useDefaults: true, allowUnionTypes: true, logger: false });
  const { $schema: _dialect, ...schema } = document.value;
  if (ajv.validateSchema(schema) !== true) {
    const { message, position, hint } = firstViolation(document, ajv.errors ?? []);
    throw new McpError('TEMPLATE_INVALID', `the schema of parameters: ${message}`, { position, hint });
  }
  let validate: ValidateFunction | undefined;
  bounded(() => void (validate = ajv.compile(schema)), 'compiling the schema of parameters', invalid);
  if (validate === undefined) throw new Error('ajv compiled nothing and said nothing');
  return validate;
}

function bounded(work: () => void, what: string, invalid: Invalid): void {
  let inTime = false;
  try {
    inTime = runWithin(timeLimit, work);
  } catch (error) {
    throw invalid(`${what} fails: ${error instanceof Error ? error.message : String(error)}`, []);
  }
  if (!inTime) throw invalid(`${what} takes longer than ${timeLimit} ms`, []);
}

function refuseForeign(value: Json, at: DocumentPath, invalid: Invalid): void {
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Json[]).entries())
      refuseForeign(item, [...at, index], invalid);
  } else if (isJsonObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      const local = key === '$ref' && typeof item === 'string' && item.startsWith('#/');
      if (refused.has(key) || (key === '$ref' && !local)) {
        throw invalid(
          `the schema of parameters has ${key}`,
          [...at, key],
          'It may refer to itself alone, as #/$defs/name.',
        );
      }
      refuseForeign(item, [...at, key], invalid);
    }
  }
}

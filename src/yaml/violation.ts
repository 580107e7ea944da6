import type { ErrorObject } from 'ajv';
import type { DocumentPath, SourceDocument } from '../model/document.ts';
import { McpError } from '../model/error.ts';
import { nearest } from '../runtime/nearest.ts';
import { formatPath } from './format-path.ts';

/**
 * The one violation of a schema that is worth telling: an unknown field before anything else (a mistyped name shows as
 * a missing field too), then what stands first in the file. `root` is where in the document the checked value stands.
 */
export function firstViolation(
  document: Pick<SourceDocument, 'positionOf'>,
  errors: readonly ErrorObject[],
  root: DocumentPath = [],
): McpError {
  const [first] = errors
    .filter(({ keyword }) => keyword !== 'if')
    .map((error) => {
      const { message, hint, path } = explain(error, root);
      const position = document.positionOf(path);
      const rank = error.keyword === 'additionalProperties' ? 0 : 1;
      return { rank, position, error: new McpError('CONFIG_INVALID', message, { position, hint }) };
    })
    .sort(
      (a, b) => a.rank - b.rank || a.position.line - b.position.line || a.position.column - b.position.column,
    );
  if (first === undefined) throw new Error('A schema refused a document without saying why.');
  return first.error;
}

interface Explanation {
  readonly message: string;
  readonly hint: string | undefined;
  /** Where the offending key or value stands. */
  readonly path: DocumentPath;
}

/** What ajv hangs on an error with `verbose`, as far as it is read here. */
interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

function explain(error: ErrorObject, root: DocumentPath): Explanation {
  const path = [...root, ...error.instancePath.split('/').slice(1).map(unescapePointer)];
  const params = error.params as Readonly<Record<string, unknown>>;
  const { description, properties = {} } = (error.parentSchema ?? {}) as Schema;
  const what = path.length === 0 ? 'The document' : formatPath(path);
  switch (error.keyword) {
    case 'additionalProperties': {
      const field = String(params['additionalProperty']);
      const known = Object.keys(properties);
      const candidate = nearest(field, known);
      return {
        message: `${what} has no field '${field}'.`,
        hint: candidate === undefined ? `It has: ${known.join(', ')}.` : `Did you mean '${candidate}'?`,
        path: [...path, field],
      };
    }
    case 'required': {
      const field = String(params['missingProperty']);
      const meaning = properties[field]?.description;
      return {
        message: `${what} needs the field '${field}'.`,
        hint: meaning === undefined ? undefined : `${field}: ${meaning}`,
        path,
      };
    }
    case 'type':
      return {
        message: `${what} must be ${typeNames(error.schema)}, not ${typeOf(error.data)}.`,
        hint: needsQuotes(error) ? 'Put the value in quotes.' : description,
        path,
      };
    case 'enum': {
      const allowed = (error.schema as readonly unknown[]).map(String);
      const candidate = typeof error.data === 'string' ? nearest(error.data, allowed) : undefined;
      return {
        message: `${what} must be ${allowed.join(' or ')}.`,
        hint: candidate === undefined ? description : `Did you mean '${candidate}'?`,
        path,
      };
    }
    case 'minLength':
    case 'minItems':
    case 'minProperties':
      return { message: `${what} must not be empty.`, hint: description, path };
    default:
      return { message: `${what} is not valid.`, hint: description ?? error.message, path };
  }
}

function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}

const names: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a mapping',
};

function typeNames(types: unknown): string {
  return [types]
    .flat()
    .map((type) => names[String(type)] ?? String(type))
    .join(' or ');
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'a boolean';
  return typeNames(Array.isArray(value) ? 'array' : typeof value);
}

function needsQuotes({ schema, data }: ErrorObject): boolean {
  return schema === 'string' && (typeof data === 'number' || typeof data === 'boolean');
}

import { McpError } from '../model/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { SourcePosition } from '../model/position.ts';
import type { DocumentPath, SourceDocument } from '../model/workspace.ts';
import { formatPath } from './format-path.ts';

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/**
 * Reads the fields of a foreign document by type: absent and null are the same, anything of the wrong type is refused.
 * Messages name paths and types but never a value, which may be a credential.
 */
export class Fields {
  readonly #document: SourceDocument;
  readonly #path: DocumentPath;
  readonly #value: JsonObject;

  constructor(document: SourceDocument, path: DocumentPath = [], value: JsonObject = document.value) {
    this.#document = document;
    this.#path = path;
    this.#value = value;
  }

  text(key: string): string | undefined {
    const value = this.#read(key);
    if (value === undefined || typeof value === 'string') return value;
    throw this.#wrongType(key, 'text', value);
  }

  requiredText(key: string): string {
    const value = this.text(key);
    if (value !== undefined && value !== '') return value;
    throw this.error([], `${formatPath([...this.#path, key])} is missing.`);
  }

  flag(key: string): boolean | undefined {
    const value = this.#read(key);
    if (value === undefined || typeof value === 'boolean') return value;
    throw this.#wrongType(key, 'true or false', value);
  }

  integer(key: string): number | undefined {
    const value = this.#read(key);
    if (value === undefined || Number.isInteger(value)) return value as number | undefined;
    throw this.#wrongType(key, 'a whole number', value);
  }

  /** An RFC 3339 time, as it was written. */
  time(key: string): string | undefined {
    const text = this.text(key);
    if (text === undefined || (rfc3339.test(text) && !Number.isNaN(Date.parse(text)))) return text;
    throw this.error(
      [key],
      `${formatPath([...this.#path, key])} is no RFC 3339 time.`,
      'Write it as 2026-01-31T12:00:00Z.',
    );
  }

  object(key: string): Fields {
    const value = this.#read(key) ?? {};
    if (!isJsonObject(value)) throw this.#wrongType(key, 'a mapping', value);
    return new Fields(this.#document, [...this.#path, key], value);
  }

  list(key: string): readonly Fields[] {
    const value = this.#read(key) ?? [];
    if (!Array.isArray(value)) throw this.#wrongType(key, 'a list', value);
    return (value as readonly Json[]).map((item, index) => {
      if (!isJsonObject(item)) throw this.#wrongType(key, 'a list of mappings', value);
      return new Fields(this.#document, [...this.#path, key, index], item);
    });
  }

  texts(key: string): readonly string[] {
    const value = this.#read(key) ?? [];
    const isText = (item: Json): item is string => typeof item === 'string';
    if (Array.isArray(value) && (value as readonly Json[]).every(isText)) return value as readonly string[];
    throw this.#wrongType(key, 'a list of texts', value);
  }

  keys(): readonly string[] {
    return Object.keys(this.#value);
  }

  /** Kubernetes quantities, which may be written as numbers. */
  quantities(key: string): Readonly<Record<string, string>> {
    const fields = this.object(key);
    return Object.fromEntries(
      fields.keys().map((name) => {
        const value = fields.#read(name);
        return [name, typeof value === 'number' ? String(value) : fields.requiredText(name)];
      }),
    );
  }

  position(key: string): SourcePosition {
    return this.#document.positionOf([...this.#path, key]);
  }

  error(path: DocumentPath, message: string, hint?: string): McpError {
    return new McpError('INVENTORY_FAILED', message, {
      position: this.#document.positionOf([...this.#path, ...path]),
      hint,
    });
  }

  #read(key: string): Json | undefined {
    return Object.hasOwn(this.#value, key) ? (this.#value[key] ?? undefined) : undefined;
  }

  #wrongType(key: string, expected: string, value: Json): McpError {
    const isScalar = typeof value !== 'object';
    return this.error(
      [key],
      `${formatPath([...this.#path, key])} must be ${expected}, not ${typeName(value)}.`,
      expected === 'text' && isScalar ? 'Put the value in quotes.' : undefined,
    );
  }
}

function typeName(value: Json): string {
  if (Array.isArray(value)) return 'a list';
  return { string: 'text', number: 'a number', boolean: 'a boolean' }[typeof value as string] ?? 'a mapping';
}

import type { Bindings, FieldPath } from '../../cel/field-path.ts';
import { compileText } from '../../cel/template.ts';
import type { Variable } from '../../cel/variables.ts';
import { McpError } from '../../model/error.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import type { DocumentPath, SourceDocument } from '../../model/workspace.ts';
import { scalarPosition } from './scalar-position.ts';

/** A YAML value with holes, compiled. */
export interface ValueTemplate {
  /** Without holes: the same for everybody. */
  readonly constant: boolean;
  readonly reads: readonly FieldPath[];
  evaluate(bindings: Bindings): Json;
}

/** A template document and the text of the file that it stands in. */
export interface TemplateText {
  readonly document: SourceDocument;
  readonly text: string;
}

/**
 * Compiles a value of a template: texts may hold holes, keys may not, so that the shape of a manifest and the places in
 * it are the same for every cluster (a hole that is the whole value may still give a map). Throws CEL_INVALID and
 * TEMPLATE_INVALID with the place.
 */
export async function compileValue(
  value: Json,
  path: DocumentPath,
  source: TemplateText,
  variables: readonly Variable[],
): Promise<ValueTemplate> {
  if (typeof value === 'string' && value.includes('${')) {
    return { constant: false, ...(await compileScalar(value, path, source, variables)) };
  }
  if (typeof value !== 'object' || value === null)
    return { constant: true, reads: [], evaluate: () => value };
  if (Array.isArray(value)) {
    const items = await Promise.all(
      (value as readonly Json[]).map((item, i) => compileValue(item, [...path, i], source, variables)),
    );
    return combine(value, items, (bindings) => items.map((item) => item.evaluate(bindings)));
  }
  const entries = await Promise.all(
    Object.entries(value as JsonObject).map(async ([key, item]) => {
      if (key.includes('${')) throw holeInKey(key, [...path, key], source);
      return [key, await compileValue(item, [...path, key], source, variables)] as const;
    }),
  );
  return combine(
    value,
    entries.map(([, item]) => item),
    // fromEntries defines own properties: a key `__proto__` stays a key.
    (bindings) => Object.fromEntries(entries.map(([key, item]) => [key, item.evaluate(bindings)])),
  );
}

/** Compiles a text of a template; places in its holes are places in the file. */
export function compileScalar(
  value: string,
  path: DocumentPath,
  { document, text }: TemplateText,
  variables: readonly Variable[],
): ReturnType<typeof compileText> {
  return compileText(
    value,
    (offset) => scalarPosition(text, document.positionOf(path), value, offset),
    variables,
  );
}

function combine(
  value: Json,
  parts: readonly ValueTemplate[],
  evaluate: (bindings: Bindings) => Json,
): ValueTemplate {
  if (parts.every((part) => part.constant)) return { constant: true, reads: [], evaluate: () => value };
  return { constant: false, reads: parts.flatMap((part) => part.reads), evaluate };
}

function holeInKey(key: string, path: DocumentPath, { document }: TemplateText): McpError {
  return new McpError('TEMPLATE_INVALID', `the key ${JSON.stringify(key)} has a hole`, {
    position: document.positionOf(path),
    hint: 'Keys are fixed; let one hole be the whole map instead, for example labels: ${parameters.labels}.',
  });
}

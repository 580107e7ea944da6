import type { CelExpression } from '../../cel/compiled-expression.ts';
import type { Variable } from '../../cel/variables.ts';
import { McpError } from '../../model/error.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import type { DocumentPath } from '../../model/workspace.ts';
import { compileScalar, type TemplateText } from './value-template.ts';

const group = 'mcp.policy/';

/** What the annotations of a template document say about how often it is rendered. */
export interface Directives {
  readonly includeWhen: CelExpression | null;
  readonly forEach: CelExpression | null;
  /** The document without these annotations. */
  readonly value: JsonObject;
}

/**
 * Takes the annotations of the group `mcp.policy/` from a template document. `forEach` is one hole that gives a list:
 * the document is rendered once for each element, with `item` and `index` (from 0) bound. `includeWhen` is one hole that
 * gives a bool; with `forEach` it is asked for each element. Throws TEMPLATE_INVALID and CEL_INVALID with the place.
 */
export async function readDirectives(
  source: TemplateText,
  variables: readonly Variable[],
  itemVariables: readonly Variable[],
): Promise<Directives> {
  const { value } = source.document;
  const { metadata } = value;
  const annotations = isJsonObject(metadata) ? metadata['annotations'] : undefined;
  if (!isJsonObject(metadata) || !isJsonObject(annotations))
    return { includeWhen: null, forEach: null, value };
  const ours = Object.keys(annotations).filter((key) => key.startsWith(group));
  if (ours.length === 0) return { includeWhen: null, forEach: null, value };

  const read = (name: string, scope: readonly Variable[]): Promise<CelExpression | null> =>
    readExpression(`${group}${name}`, annotations, source, scope);
  const unknown = ours.find((key) => key !== `${group}includeWhen` && key !== `${group}forEach`);
  if (unknown !== undefined) {
    throw problem(
      source,
      unknown,
      `there is no annotation ${unknown}`,
      'Templates know mcp.policy/includeWhen and mcp.policy/forEach.',
    );
  }
  const forEach = await read('forEach', variables);
  const includeWhen = await read('includeWhen', forEach === null ? variables : itemVariables);
  return { includeWhen, forEach, value: withoutOurs(value, metadata, annotations) };
}

async function readExpression(
  key: string,
  annotations: JsonObject,
  source: TemplateText,
  variables: readonly Variable[],
): Promise<CelExpression | null> {
  const text = annotations[key];
  if (text === undefined) return null;
  const hint = `Write it as ${key}: \${...}`;
  if (typeof text !== 'string') throw problem(source, key, `${key} is no text`, hint);
  const { expression } = await compileScalar(text, annotationPath(key), source, variables);
  if (expression === null) throw problem(source, key, `${key} is not one expression`, hint);
  return expression;
}

function withoutOurs(value: JsonObject, metadata: JsonObject, annotations: JsonObject): JsonObject {
  const others = Object.entries(annotations).filter(([key]) => !key.startsWith(group));
  const rest = Object.entries(metadata).filter(([key]) => key !== 'annotations');
  const kept = others.length === 0 ? rest : [...rest, ['annotations', Object.fromEntries(others)] as const];
  return Object.fromEntries([...Object.entries(value), ['metadata', Object.fromEntries(kept)]]);
}

function annotationPath(key: string): DocumentPath {
  return ['metadata', 'annotations', key];
}

function problem({ document }: TemplateText, key: string, message: string, hint: string): McpError {
  return new McpError('TEMPLATE_INVALID', message, {
    position: document.positionOf(annotationPath(key)),
    hint,
  });
}

/** Whether a rendered object carries annotations of the group, which only a hole could have put there. */
export function hasDirectives(object: JsonObject): boolean {
  const metadata = object['metadata'];
  const annotations = isJsonObject(metadata) ? metadata['annotations'] : undefined;
  return isJsonObject(annotations) && Object.keys(annotations).some((key) => key.startsWith(group));
}

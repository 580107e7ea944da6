import { type Bindings, type FieldPath, mergePaths } from '../../cel/field-path.ts';
import type { CelExpression } from '../../cel/compiled-expression.ts';
import { clusterVariable, type Variable } from '../../cel/variables.ts';
import { McpError } from '../../model/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { KubernetesObject } from '../../model/kubernetes.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { DocumentPath } from '../../model/workspace.ts';
import { hasDirectives, readDirectives } from './directives.ts';
import { objectProblem } from './object-problem.ts';
import { compileValue, type TemplateText } from './value-template.ts';

/** One document of a template file, compiled. */
export interface DocumentTemplate {
  readonly origin: SourcePosition;
  /** The fields of `cluster` and `parameters` that decide what it gives; nothing else differs between clusters. */
  readonly reads: readonly FieldPath[];
  /**
   * The objects that it gives: none, one, or one for each element of its `forEach`. Throws CEL_FAILED, and
   * TEMPLATE_INVALID for what is no Kubernetes object.
   */
  render(bindings: Bindings): readonly KubernetesObject[];
}

const varying = new Set(['cluster', 'parameters']);

/**
 * Compiles a template document; `locals` are the constants of its template. Throws CEL_INVALID and TEMPLATE_INVALID for
 * what is wrong for every cluster.
 */
export async function compileDocument(source: TemplateText, locals: JsonObject): Promise<DocumentTemplate> {
  const { document } = source;
  const variables: readonly Variable[] = [
    clusterVariable,
    'parameters',
    { name: 'fleet', fields: ['name'] },
    { name: 'baseline', fields: ['name'] },
    { name: 'locals', fields: Object.keys(locals) },
  ];
  const itemVariables: readonly Variable[] = [...variables, 'item', 'index'];
  const { includeWhen, forEach, value } = await readDirectives(source, variables, itemVariables);
  const open = objectProblem(value, (field) => typeof field === 'string' && field.includes('${'));
  if (open !== undefined) throw invalid(open.message, open.path);
  const body = await compileValue(value, [], source, forEach === null ? variables : itemVariables);
  const reads = mergePaths(
    [...body.reads, ...(includeWhen?.reads ?? []), ...(forEach?.reads ?? [])].filter(([name = '']) =>
      varying.has(name),
    ),
  );
  return { origin: document.positionOf([]), reads, render };

  function render(ofCluster: Bindings): readonly KubernetesObject[] {
    const bindings = { ...ofCluster, locals };
    if (forEach === null) return renderOne(bindings);
    const items = forEach.evaluate(bindings);
    if (!Array.isArray(items)) throw wrongType(forEach, 'forEach', 'a list', items);
    return (items as readonly Json[]).flatMap((item, index) => renderOne({ ...bindings, item, index }));
  }

  function renderOne(bindings: Bindings): readonly KubernetesObject[] {
    const included = includeWhen === null || includeWhen.evaluate(bindings);
    if (typeof included !== 'boolean') throw wrongType(includeWhen, 'includeWhen', 'true or false', included);
    if (!included) return [];
    const object = body.evaluate(bindings);
    if (!isJsonObject(object)) throw invalid('the document is no map', []);
    const problem = objectProblem(object, () => false);
    if (problem !== undefined) throw invalid(problem.message, problem.path);
    if (hasDirectives(object)) {
      throw invalid('a hole gives annotations of the group mcp.policy/', ['metadata', 'annotations']);
    }
    return [object as KubernetesObject];
  }

  function invalid(message: string, path: DocumentPath): McpError {
    return new McpError('TEMPLATE_INVALID', message, { position: document.positionOf(path) });
  }

  function wrongType(expression: CelExpression | null, name: string, wanted: string, got: Json): McpError {
    const message = `mcp.policy/${name} gives ${typeName(got)}, not ${wanted}: ${expression?.text.trim() ?? ''}`;
    return new McpError('CEL_FAILED', message, {
      position: document.positionOf(['metadata', 'annotations', `mcp.policy/${name}`]),
    });
  }
}

function typeName(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a map' : `a ${typeof value}`;
}

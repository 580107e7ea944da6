import { type Bindings, type FieldPath, mergePaths } from '../../cel/field-path.ts';
import { compileText } from '../../cel/template.ts';
import { clusterVariable } from '../../cel/variables.ts';
import { McpError } from '../../model/error.ts';
import type { Baseline, BaselineOverride } from '../../model/workspace.ts';
import { compileDocument, type DocumentTemplate } from './document-template.ts';

/** A baseline with its templates and override conditions compiled. */
export interface BaselineTemplate {
  /** The fields of `cluster` that decide which overrides hold. */
  readonly overrideReads: readonly FieldPath[];
  readonly groups: readonly TemplateGroup[];
  /** Which overrides hold, as the numbers of their places. Throws CEL_FAILED. */
  overridesFor(bindings: Bindings): readonly number[];
}

/** The documents whose outcome is decided by the same fields, so that one tuple serves all of them. */
interface TemplateGroup {
  readonly reads: readonly FieldPath[];
  readonly documents: readonly DocumentTemplate[];
}

/** Compiles all templates and override conditions of a baseline. Throws CEL_INVALID, TEMPLATE_INVALID and CONFIG_YAML. */
export async function compileBaseline(baseline: Baseline): Promise<BaselineTemplate> {
  const { parseDocuments } = await import('../../yaml/parse.ts');
  const sources = baseline.templates
    .flatMap((template) => template.files)
    .flatMap(({ path, text }) => parseDocuments(text, path).map((document) => ({ document, text })));
  // One after the other: the first error of the first file is the one that is told.
  const documents: DocumentTemplate[] = [];
  for (const source of sources) documents.push(await compileDocument(source));
  const overrides = await Promise.all(baseline.overrides.map(compileOverride));
  return {
    overrideReads: mergePaths(overrides.flatMap((override) => override.reads)),
    groups: groupByReads(documents),
    overridesFor: (bindings) => overrides.flatMap((override, i) => (override.holds(bindings) ? [i] : [])),
  };
}

interface Override {
  readonly reads: readonly FieldPath[];
  holds(bindings: Bindings): boolean;
}

async function compileOverride({ when, whenPosition }: BaselineOverride): Promise<Override> {
  const { expression } = await compileText(when, whenPosition, [clusterVariable]);
  if (expression === null) {
    throw new McpError('CEL_INVALID', `the condition is not one expression: ${when}`, {
      position: whenPosition,
      hint: "Write it as when: ${cluster.labels.environment == 'development'}",
    });
  }
  return {
    reads: expression.reads,
    holds(bindings) {
      const result = expression.evaluate(bindings);
      if (typeof result === 'boolean') return result;
      throw new McpError(
        'CEL_FAILED',
        `the condition gives neither true nor false: ${expression.text.trim()}`,
        { position: whenPosition },
      );
    },
  };
}

function groupByReads(documents: readonly DocumentTemplate[]): readonly TemplateGroup[] {
  const groups = Map.groupBy(documents, ({ reads }) => JSON.stringify(reads));
  return Array.from(groups.values(), (members) => ({ reads: members[0]?.reads ?? [], documents: members }));
}

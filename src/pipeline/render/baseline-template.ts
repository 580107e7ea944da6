import { type Bindings, type FieldPath, mergePaths } from '../../cel/field-path.ts';
import { compileText } from '../../cel/template.ts';
import { clusterVariable } from '../../cel/variables.ts';
import type { SourceDocument } from '../../model/document.ts';
import { McpError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Baseline, BaselineOverride, TemplateSource } from '../../model/workspace.ts';
import { compileParameters, type ParametersOf } from './baseline-parameters.ts';
import { compileDocument, type DocumentTemplate } from './document-template.ts';

/** A baseline with its templates and override conditions compiled. */
export interface BaselineTemplate {
  /** The fields of `cluster` that decide which overrides hold. */
  readonly overrideReads: readonly FieldPath[];
  readonly groups: readonly TemplateGroup[];
  readonly parametersOf: ParametersOf;
  /** Which overrides hold, as the numbers of their places. Throws CEL_FAILED. */
  overridesFor(bindings: Bindings): readonly number[];
}

/** The documents of a template whose outcome is decided by the same fields, so that one tuple serves all of them. */
interface TemplateGroup {
  /** The place of the template in the baseline. */
  readonly template: number;
  readonly reads: readonly FieldPath[];
  readonly documents: readonly DocumentTemplate[];
}

/**
 * Compiles all templates, parameter schemas and override conditions of a baseline. Throws CEL_INVALID, TEMPLATE_INVALID,
 * CONFIG_YAML, and CONFIG_INVALID for parameters that are wrong whatever the cluster.
 */
export async function compileBaseline(baseline: Baseline): Promise<BaselineTemplate> {
  // One after the other: the first error of the first file is the one that is told.
  const groups: TemplateGroup[] = [];
  for (const [place, template] of baseline.templates.entries())
    groups.push(...(await compileTemplate(template, place)));
  const overrides = await Promise.all(baseline.overrides.map(compileOverride));
  return {
    overrideReads: mergePaths(overrides.flatMap((override) => override.reads)),
    groups,
    parametersOf: await compileParameters(baseline),
    overridesFor: (bindings) => overrides.flatMap((override, i) => (override.holds(bindings) ? [i] : [])),
  };
}

async function compileTemplate(source: TemplateSource, place: number): Promise<readonly TemplateGroup[]> {
  const { parseDocuments } = await import('../../yaml/parse.ts');
  const locals = readLocals(source.locals, parseDocuments);
  const documents: DocumentTemplate[] = [];
  for (const { path, text } of source.files)
    for (const document of parseDocuments(text, path))
      documents.push(await compileDocument({ document, text }, locals));
  const groups = Map.groupBy(documents, ({ reads }) => JSON.stringify(reads));
  return Array.from(groups.values(), (members) => ({
    template: place,
    reads: members[0]?.reads ?? [],
    documents: members,
  }));
}

function readLocals(
  file: TemplateSource['locals'],
  parseDocuments: (text: string, file: string) => readonly SourceDocument[],
): JsonObject {
  if (file === null) return {};
  const [locals, second] = parseDocuments(file.text, file.path);
  if (second === undefined) return locals?.value ?? {};
  throw new McpError('TEMPLATE_INVALID', 'locals.yaml has several documents', {
    position: second.positionOf([]),
    hint: 'Put the constants of the template into one mapping.',
  });
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

import type { SourceDocument } from '../model/document.ts';
import { McpError } from '../model/error.ts';
import type { RegoModule } from '../model/policy.ts';
import type { RegoCompiler } from '../rego/compile.ts';
import type { RegoAnnotations } from '../rego/package.ts';
import type { ProgramOptions } from '../rego/program.ts';
import { readConstraint } from './constraint.ts';
import type { Constraint } from './constraint.ts';
import { makeEntry } from './entry.ts';
import { Field } from './fields.ts';
import { isConstraint, isTemplate } from './kinds.ts';
import { GatekeeperProgram } from './program.ts';
import { namespaceOfTemplate, readTemplate } from './template.ts';
import type { Template } from './template.ts';

/** The constraints of some templates, checked, and the way to evaluate them. */
export interface GatekeeperSet {
  /** Sorted by id. */
  readonly constraints: readonly Constraint[];
  /** METADATA of a template's package; null when it has none, or no Rego. */
  annotationsOf(template: Template): RegoAnnotations | null;
  /** The rule of a template in Rego, for example `data.templates.K8sX.k8sx.violation`. */
  ruleOf(template: Template): string;
  /** Whether a verdict may depend on the time of day. */
  readonly clock: boolean;
  /** Whether a verdict may depend on other objects than the one that is reviewed. */
  readonly readsInventory: boolean;
  readonly modules: readonly RegoModule[];
  /** Compiles and loads the templates when it is first called. */
  program(): Promise<GatekeeperProgram>;
}

/**
 * Reads ConstraintTemplates and constraints, compiles nothing yet. `points` are the enforcement points whose actions
 * count. CONFIG_INVALID, CONFIG_DUPLICATE, CONFIG_REFERENCE for a constraint without its template, REGO_INVALID,
 * CEL_INVALID.
 */
export async function openGatekeeperSet(
  documents: readonly SourceDocument[],
  compiler: RegoCompiler,
  points: readonly string[],
  now: Date,
  options: ProgramOptions = {},
): Promise<GatekeeperSet> {
  const templates = uniqueTemplates(await Promise.all(documents.filter(isTemplate).map(readTemplate)));
  const constraints = await readConstraints(documents.filter(isConstraint), templates, points);
  const modules = [...templates.values()].flatMap((template) => template.modules);
  const packages = await compiler.inspect(modules, options.allow);
  const mains = new Map<
    string,
    { readonly path: readonly string[]; readonly annotations: RegoAnnotations | null }
  >();
  let clock = false;
  for (const template of templates.values()) {
    if (template.validation !== null) continue;
    const depth = namespaceOfTemplate(template.kind).length;
    const own = packages.filter(({ path }) => path[depth - 1] === template.kind && path[depth] !== 'lib');
    const violation = own[0]?.rules.find(({ name }) => name === 'violation');
    if (own[0] === undefined || own.length > 1 || violation === undefined)
      throw new McpError(
        'REGO_INVALID',
        `the template ${template.kind} needs one package with the rule violation; packages of its libs begin with lib`,
        { position: template.position },
      );
    mains.set(template.kind, own[0]);
    clock ||= violation.clock;
  }
  const entry = makeEntry(constraints, (template) => mains.get(template.kind)?.path ?? []);
  let program: Promise<GatekeeperProgram> | undefined;
  return {
    constraints,
    annotationsOf: (template) => mains.get(template.kind)?.annotations ?? null,
    ruleOf: (template) => ['data', ...(mains.get(template.kind)?.path ?? []), 'violation'].join('.'),
    clock,
    // Whoever reads `data.inventory`, under whatever name, writes the word.
    readsInventory: modules.some(({ text }) => text.includes('inventory')),
    modules,
    program: () => (program ??= GatekeeperProgram.compile(compiler, modules, entry, now, options)),
  };
}

function uniqueTemplates(templates: readonly Template[]): ReadonlyMap<string, Template> {
  const byKind = new Map<string, Template>();
  for (const template of templates) {
    if (byKind.has(template.kind)) throw duplicate(`ConstraintTemplates ${template.kind}`, template);
    byKind.set(template.kind, template);
  }
  return byKind;
}

async function readConstraints(
  documents: readonly SourceDocument[],
  templates: ReadonlyMap<string, Template>,
  points: readonly string[],
): Promise<readonly Constraint[]> {
  const byId = new Map<string, Constraint>();
  for (const document of documents) {
    const kind = Field.root(document).get('kind').text();
    const template = templates.get(kind);
    if (template === undefined)
      throw new McpError('CONFIG_REFERENCE', `There is no ConstraintTemplate for the kind ${kind}.`, {
        position: document.positionOf(['kind']),
        hint: 'Put the ConstraintTemplate into the same policy folder.',
      });
    const constraint = await readConstraint(document, template, points);
    if (byId.has(constraint.id)) throw duplicate(`constraints ${constraint.id}`, constraint);
    byId.set(constraint.id, constraint);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function duplicate(what: string, { position }: Pick<Template, 'position'>): McpError {
  return new McpError('CONFIG_DUPLICATE', `There are two ${what}.`, { position });
}

import type { Constraint } from './constraint.ts';
import type { Template } from './template.ts';

/** The generated module that evaluates any choice of constraints in one go. */
export interface Entry {
  readonly text: string;
  readonly entrypoint: string;
  /** What a constraint is called in `input.apply` and in the result. */
  nameOf(constraint: Constraint): string;
}

const packageName = 'mcp_gatekeeper';

/**
 * One rule for each constraint of a template in Rego, which holds only where the input asks for it: an object costs one evaluation, whatever
 * the number of constraints, and its review is encoded once.
 */
export function makeEntry(
  constraints: readonly Constraint[],
  packageOf: (template: Template) => readonly string[],
): Entry {
  const inRego = constraints.filter(({ template }) => template.validation === null);
  const names = new Map(inRego.map((constraint, index) => [constraint.id, `c${index}`]));
  const rules = inRego.map((constraint) => {
    const name = names.get(constraint.id) ?? '';
    const path = [...packageOf(constraint.template), 'violation'].map((part) => `[${JSON.stringify(part)}]`);
    const input = `{"review": input.review, "parameters": ${JSON.stringify(constraint.parameters ?? {})}}`;
    return [
      `results["${name}"] := found if {`,
      `  input.apply["${name}"]`,
      `  found := {result | data${path.join('')}[result] with input as ${input}}`,
      '}',
    ].join('\n');
  });
  return {
    text: [`package ${packageName}`, 'results.none := true if input.apply.none', ...rules, ''].join('\n\n'),
    entrypoint: `${packageName}/results`,
    nameOf: (constraint) => names.get(constraint.id) ?? '',
  };
}

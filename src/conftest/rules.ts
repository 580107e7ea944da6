import type { Enforcement } from '../model/policy.ts';
import type { RegoPackage, RegoRule } from '../rego/package.ts';

const failure = /^(deny|violation)(_[a-zA-Z0-9]+)*$/;
const warning = /^warn(_[a-zA-Z0-9]+)*$/;

/** A rule that conftest asks for, of a package that has no `custom.id`. */
export interface ConftestRule {
  /** The package's path, joined by dots. */
  readonly namespace: string;
  readonly name: string;
  readonly enforcement: Enforcement;
  readonly rule: RegoRule;
  /** The rule with which the package excepts others; null when it has none. */
  readonly exception: RegoRule | null;
  /**
   * The Rego expression of `{values, exceptions}`: the rule's value, if it has one, and a list with an item for each
   * match of an exception. `input` is the document.
   */
  readonly expression: string;
}

/** The rules of a package that conftest asks for (conftest v0.71 policy/engine.go), in the order of their places. */
export function conftestRules(regoPackage: RegoPackage): readonly ConftestRule[] {
  const exception = regoPackage.rules.find(({ name }) => name === 'exception') ?? null;
  return regoPackage.rules.flatMap((rule): readonly ConftestRule[] => {
    const enforcement = enforcementOf(rule.name);
    if (enforcement === null || rule.kind === 'function') return [];
    return [
      {
        namespace: regoPackage.path.join('.'),
        name: rule.name,
        enforcement,
        rule,
        exception,
        expression: expressionOf(regoPackage, rule, exception),
      },
    ];
  });
}

function enforcementOf(rule: string): Enforcement | null {
  if (failure.test(rule)) return 'deny';
  return warning.test(rule) ? 'warn' : null;
}

function expressionOf({ path }: RegoPackage, rule: RegoRule, exception: RegoRule | null): string {
  const reference = (name: string) =>
    `data${[...path, name].map((part) => `[${JSON.stringify(part)}]`).join('')}`;
  const excepted = JSON.stringify(suffixOf(rule.name));
  const exceptions = exception === null ? '[]' : `[1 | ${reference('exception')}[_][_] == ${excepted}]`;
  return `{"values": [value | value := ${reference(rule.name)}], "exceptions": ${exceptions}}`;
}

/** What an exception calls a rule: its name without the part that says how bad it is. */
function suffixOf(rule: string): string {
  if (['violation', 'deny', 'warn'].includes(rule)) return '';
  return rule
    .replace(/^violation_/, '')
    .replace(/^deny_/, '')
    .replace(/^warn_/, '');
}

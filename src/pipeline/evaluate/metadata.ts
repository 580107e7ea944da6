import type { ConftestRule } from '../../conftest/rules.ts';
import { McpError } from '../../model/error.ts';
import type { Json } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';
import type { PolicyMetadata, RegoModule } from '../../model/policy.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { RegoAnnotations, RegoPackage } from '../../rego/package.ts';
import { isKindName } from './kinds.ts';

const fields = [
  'id',
  'severity',
  'enforcement',
  'controls',
  'scope',
  'kinds',
  'parameters',
  'remediation',
] as const;
const idPattern = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const severities = ['low', 'medium', 'high', 'critical'] as const;
const example =
  'Write "# custom:", then "#   id: my-policy" and "#   severity: high" into the METADATA above the package.';

/** Parts of the input of a policy that Kubernetes objects do not have. */
const nativeInput = ['object', 'objects', 'cluster', 'fleet'];

/** A rule whose results would count, and that reads what only native policies are given. */
function looksNative({ name, reads }: RegoPackage['rules'][number]): boolean {
  return (
    /^(?:deny|violation|warn)(?:_|$)/.test(name) && reads.some(([first]) => nativeInput.includes(first ?? ''))
  );
}

/** METADATA of a package as OPA read it, with what its mistakes are told by. */
interface Annotated {
  readonly package: RegoPackage;
  readonly annotations: RegoAnnotations;
  readonly modules: readonly RegoModule[];
}

/**
 * What a package says of itself as a policy: METADATA of the package with `title` and `custom` (see `fields`).
 * Null for a package without `custom.id`, which may be one of conftest's; REGO_INVALID with the position of a mistake,
 * such as to have forgotten the id: the policy would see another input then, and pass.
 */
export function readMetadata(
  regoPackage: RegoPackage,
  modules: readonly RegoModule[],
): PolicyMetadata | null {
  const { annotations } = regoPackage;
  const name = referenceTo(regoPackage.path);
  const deny = regoPackage.rules.find((rule) => rule.name === 'deny');
  if (annotations?.custom['id'] === undefined) {
    if (regoPackage.rules.some(looksNative))
      throw invalid(
        `package ${name} reads its input as a policy does, but its METADATA gives no custom.id`,
        regoPackage.position,
        example,
      );
    return null;
  }
  if (deny?.kind !== 'set') {
    const what = deny === undefined ? 'has no rule deny' : 'defines deny as something other than a set';
    throw invalid(
      `policy ${name} ${what}`,
      deny?.position ?? regoPackage.position,
      'Write "deny contains result if { ... }".',
    );
  }
  const condition = regoPackage.rules.find((rule) => rule.name === 'not_applicable');
  if (condition !== undefined && condition.kind !== 'set')
    throw invalid(
      `policy ${name} defines not_applicable as something other than a set`,
      condition.position,
      'Write "not_applicable contains reason if { ... }".',
    );
  return fromAnnotations({ package: regoPackage, annotations, modules }, name);
}

/**
 * What the METADATA of conftest's packages says of their rules, each of which is a policy `<namespace>.<rule>`. Nothing
 * in it is needed: the title is the id then, the severity medium. REGO_INVALID.
 */
export function readConftestMetadata(
  { namespace, name, enforcement, rule }: ConftestRule,
  regoPackage: RegoPackage,
  modules: readonly RegoModule[],
): PolicyMetadata {
  const id = `${namespace}.${name}`;
  const annotations = regoPackage.annotations ?? {
    position: regoPackage.position,
    title: '',
    description: '',
    custom: {},
  };
  const of = { package: regoPackage, annotations, modules };
  return {
    id,
    title: annotations.title === '' ? id : annotations.title,
    description: annotations.description,
    severity: choice(of, 'severity', severities, 'medium'),
    enforcement,
    controls: texts(of, 'controls', isId, 'a list of control ids'),
    scope: 'object',
    kinds: texts(of, 'kinds', isKindName, 'a list like [Pod, apps/Deployment]'),
    remediation: text(of, 'remediation', /^/, 'a text'),
    package: referenceTo(regoPackage.path),
    position: rule.position,
  };
}

/** The package as Rego refers to it: `data.a["b-c"]`. */
function referenceTo(path: readonly string[]): string {
  const parts = path.map((part) => (/^[A-Za-z_]\w*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`));
  return `data${parts.join('')}`;
}

function fromAnnotations(of: Annotated, name: string): PolicyMetadata {
  const { custom, title, description, position } = of.annotations;
  for (const key of Object.keys(custom)) {
    if (!fields.some((field) => field === key)) throw wrong(of, key, `is not one of ${fields.join(', ')}`);
  }
  if (title === '')
    throw invalid('the METADATA of a policy needs a title', position, 'Add the line "# title: ...".');
  const scope = choice(of, 'scope', ['object', 'cluster', 'fleet'], 'object');
  const kinds = texts(of, 'kinds', isKindName, 'a list like [Pod, apps/Deployment]');
  if (scope !== 'object' && kinds.length > 0) throw wrong(of, 'kinds', 'is only for the scope object');
  checkParameters(of);
  return {
    id: text(of, 'id', idPattern, 'lower-case letters, digits, "-" and "."'),
    title,
    description,
    severity: choice(of, 'severity', severities, null),
    enforcement: choice(of, 'enforcement', ['deny', 'warn'], 'deny'),
    controls: texts(of, 'controls', isId, 'a list of control ids'),
    scope,
    kinds,
    remediation: text(of, 'remediation', /^/, 'a text'),
    package: name,
    position: of.package.position,
  };
}

/** What the policy reads of `input.parameters`, for readers: `name: { description, default, example }`. */
function checkParameters(of: Annotated): void {
  const given = of.annotations.custom['parameters'] ?? {};
  const described = (parameter: Json) =>
    isJsonObject(parameter) && typeof parameter['description'] === 'string';
  if (!isJsonObject(given) || !Object.values(given).every(described))
    throw wrong(
      of,
      'parameters',
      'must be a map like { registries: { description: "what it is for" } }',
      given,
    );
}

function choice<Value extends string>(
  of: Annotated,
  key: string,
  values: readonly Value[],
  absent: Value | null,
): Value {
  const given = of.annotations.custom[key] ?? absent;
  const found = values.find((value) => value === given);
  if (found === undefined) throw wrong(of, key, `must be one of ${values.join(', ')}`, given);
  return found;
}

function text(of: Annotated, key: string, pattern: RegExp, what: string): string {
  const given = of.annotations.custom[key] ?? '';
  if (typeof given !== 'string' || !pattern.test(given)) throw wrong(of, key, `must be ${what}`, given);
  return given;
}

function texts(
  of: Annotated,
  key: string,
  isRight: (text: string) => boolean,
  what: string,
): readonly string[] {
  const given = of.annotations.custom[key] ?? [];
  const list = Array.isArray(given) ? (given as readonly Json[]) : [null];
  return list.map((item) => {
    if (typeof item !== 'string' || !isRight(item)) throw wrong(of, key, `must be ${what}`, given);
    return item;
  });
}

function wrong(of: Annotated, key: string, what: string, given?: Json): McpError {
  const found = given === undefined || given === null ? '' : `, not ${JSON.stringify(given)}`;
  return invalid(`custom.${key} ${what}${found}`, positionOf(of, key), example);
}

/** Where the key stands in the comment; the comment's first line when it is not to be found. */
function positionOf({ annotations: { position }, modules }: Annotated, key: string): SourcePosition {
  const lines = modules.find(({ path }) => path === position.file)?.text.split('\n') ?? [];
  for (let line = position.line; lines[line]?.startsWith('#') === true; line++) {
    const column = lines[line]?.indexOf(key) ?? -1;
    if (column > 0 && /^[#\s"']*$/.test(lines[line]?.slice(0, column) ?? ''))
      return { file: position.file, line: line + 1, column: column + 1 };
  }
  return position;
}

function invalid(message: string, position: SourcePosition, hint: string): McpError {
  return new McpError('REGO_INVALID', message, { position, hint });
}

function isId(given: string): boolean {
  return idPattern.test(given);
}

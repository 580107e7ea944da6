import type { Constraint } from '../../gatekeeper/constraint.ts';
import { openGatekeeperSet } from '../../gatekeeper/gatekeeper-set.ts';
import type { GatekeeperSet } from '../../gatekeeper/gatekeeper-set.ts';
import type { Json } from '../../model/json.ts';
import type { PolicyMetadata, PolicySource, Severity } from '../../model/policy.ts';
import type { RegoCompiler } from '../../rego/compile.ts';
import type { RegoAnnotations } from '../../rego/package.ts';
import { digestOf } from '../../runtime/canonical-json.ts';
import { optionsOf } from './policy-set.ts';

/** Raised when the meaning of a stored verdict changes. */
const verdictFormat = 2;

/**
 * The enforcement points whose scoped actions count: a gate before delivery does what the admission webhook would do, at
 * the time that gator has.
 */
const enforcementPoints = ['validation.gatekeeper.sh', 'gator.gatekeeper.sh'];
const severities: readonly Severity[] = ['low', 'medium', 'high', 'critical'];

/** Constraints as policies. */
export interface GatekeeperPolicies {
  readonly set: GatekeeperSet;
  /** In the order of `set.constraints`. */
  readonly policies: readonly PolicyMetadata[];
  /** Changes whenever a verdict on the same input may change. */
  readonly digest: string;
}

/** Null for a source without Gatekeeper's documents. CONFIG_INVALID, CONFIG_REFERENCE, CONFIG_DUPLICATE, REGO_INVALID. */
export async function openGatekeeperPolicies(
  source: PolicySource,
  compiler: RegoCompiler,
  now: Date,
): Promise<GatekeeperPolicies | null> {
  const { documents = [], allow = [] } = source;
  if (documents.length === 0) return null;
  const set = await openGatekeeperSet(documents, compiler, enforcementPoints, now, optionsOf(source));
  const values = documents.map(({ file, value }) => [file, value]);
  return {
    set,
    policies: set.constraints.map((constraint) =>
      metadataOf(constraint, set.annotationsOf(constraint.template)),
    ),
    digest: digestOf([verdictFormat, compiler.id, values, allow]),
  };
}

/**
 * What a constraint says of itself, or else its template: Gatekeeper's annotations, METADATA of the template's package,
 * and the annotations `severity` and `controls` (with commas) of the group mcp.policy.
 */
function metadataOf(constraint: Constraint, annotations: RegoAnnotations | null): PolicyMetadata {
  const { id, template, enforcement, position } = constraint;
  const said = (key: string) => constraint.annotations[key] ?? template.annotations[key] ?? '';
  const custom = annotations?.custom ?? {};
  return {
    id,
    title: firstOf(said('metadata.gatekeeper.sh/title'), annotations?.title, id),
    description: firstOf(said('description'), annotations?.description),
    severity: severityOf(said('mcp.policy/severity'), said('severity'), custom['severity']),
    // A constraint that does nothing here is never evaluated.
    enforcement: enforcement ?? 'warn',
    controls: controlsOf(said('mcp.policy/controls'), custom['controls']),
    scope: 'object',
    kinds: [],
    remediation: typeof custom['remediation'] === 'string' ? custom['remediation'] : '',
    package: `data.templates.${template.kind}`,
    position,
  };
}

function firstOf(...said: readonly (string | undefined)[]): string {
  return said.find((text) => text !== undefined && text !== '') ?? '';
}

function severityOf(...said: readonly (Json | undefined)[]): Severity {
  const found = said
    .filter((text) => typeof text === 'string')
    .map((text) => severities.find((severity) => severity === text.toLowerCase()));
  return found.find((severity) => severity !== undefined) ?? 'medium';
}

function controlsOf(list: string, custom: Json | undefined): readonly string[] {
  const named = list.split(',').map((control) => control.trim());
  const annotated = Array.isArray(custom) ? (custom as readonly Json[]) : [];
  return [...new Set([...named, ...annotated])].filter(
    (control): control is string => typeof control === 'string' && control !== '',
  );
}

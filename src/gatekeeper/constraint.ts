import type { SourceDocument } from '../model/document.ts';
import type { JsonObject } from '../model/json.ts';
import type { Enforcement } from '../model/policy.ts';
import type { SourcePosition } from '../model/position.ts';
import { readEnforcement } from './enforcement.ts';
import { Field } from './fields.ts';
import { readMatch } from './match.ts';
import type { Match } from './match.ts';
import { completeParameters } from './parameters.ts';
import type { Template } from './template.ts';

export interface Constraint {
  /** `<kind>/<name>`. */
  readonly id: string;
  readonly template: Template;
  readonly match: Match;
  /** With the defaults of the template's schema; null where there are none. */
  readonly parameters: JsonObject | null;
  /** Null: it does nothing where it is evaluated now. */
  readonly enforcement: Enforcement | null;
  readonly annotations: Readonly<Record<string, string>>;
  readonly position: SourcePosition;
}

/**
 * Reads a constraint of a template; `points` are the enforcement points that it is evaluated for. Throws
 * CONFIG_INVALID, also for parameters that the template's schema refuses.
 */
export async function readConstraint(
  document: SourceDocument,
  template: Template,
  points: readonly string[],
): Promise<Constraint> {
  const root = Field.root(document);
  const spec = root.get('spec');
  return {
    id: `${template.kind}/${root.get('metadata', 'name').requiredText()}`,
    template,
    match: readMatch(spec.get('match')),
    parameters: await completeParameters(spec.get('parameters'), template.parameters),
    enforcement: readEnforcement(spec, points),
    annotations: root.get('metadata', 'annotations').textMap(),
    position: root.position,
  };
}

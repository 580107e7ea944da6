import { DUMP_SCHEMA, NOT_RESOLVED, defineScalarTag, dump } from 'js-yaml';
import type { JsonObject } from '../model/json.ts';
import { resolvePlainScalar } from './scalar.ts';

/** A number without digits, by the letter of YAML 1.1: some readers take it for NaN. */
const bareDecimalPoint = /^[-+]?\.$/;

/** Makes the writer quote whatever Kubernetes would not read as text, beside what YAML 1.1 and 1.2 would not. */
const kubernetesScalar = defineScalarTag('tag:yaml.org,2002:kubernetes', {
  implicit: true,
  resolve: (source) =>
    typeof resolvePlainScalar(source) === 'string' && !bareDecimalPoint.test(source) ? NOT_RESOLVED : source,
  identify: () => false,
});
const schema = DUMP_SCHEMA.withTags(kubernetesScalar);

/**
 * The one way in which mcp writes a value as YAML: sorted keys (by UTF-16 unit), two spaces, LF, no anchors, no line
 * folding, text in quotes where any common reader would take it for something else. Equal values give equal text.
 */
export function canonicalYaml(value: JsonObject): string {
  return dump(value, { schema, sortKeys: true, noRefs: true, lineWidth: -1 });
}

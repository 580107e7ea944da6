import type { Json, JsonObject } from '../../model/json.ts';
import { isJsonObject } from '../../model/json.ts';

/** One thing that a policy found wrong. */
export interface Violation {
  readonly message: string;
  /** For example `spec.containers[0].image`; empty when the policy gives none. */
  readonly field: string;
  readonly fix: string;
  /** The cluster that it is about, from policies of the scope `fleet`. */
  readonly cluster?: string;
  /** `details` of Gatekeeper. */
  readonly details?: JsonObject;
}

/** What one policy says of one input: what is wrong (nothing: it passes), why it does not apply, or why it could not be evaluated. */
export type Verdict =
  | {
      readonly violations: readonly Violation[];
      /** The rule of the policy set itself that excepts the violations. */
      readonly exception?: string;
    }
  | { readonly notApplicable: string }
  | { readonly reason: string };

/** Whether a policy answered at all. */
export function isAnswer(verdict: Verdict): boolean {
  return !('reason' in verdict);
}

/**
 * Reads the values of `deny` and `not_applicable`, where a policy has both: with any reason not to apply, nothing that
 * `deny` says counts. Reasons are texts.
 */
export function readConditionalVerdict(value: Json | undefined): Verdict {
  const { deny, not_applicable: reasons } = isJsonObject(value) ? value : {};
  if (!Array.isArray(reasons) || !reasons.every((reason) => typeof reason === 'string' && reason !== ''))
    return { reason: 'not_applicable gave no set of texts' };
  return reasons.length === 0 ? readVerdict(deny) : { notApplicable: reasons.join('; ') };
}

/**
 * Reads the value of a rule `deny`: results are `{message, path, fix}` or a text, which is the message. Anything else is
 * no verdict: a mistake in a policy must not look like a pass.
 */
export function readVerdict(value: Json | undefined): Verdict {
  if (!Array.isArray(value)) return { reason: 'deny gave no set of results' };
  const violations: Violation[] = [];
  for (const result of value as readonly Json[]) {
    const violation = readViolation(result);
    if (violation === undefined)
      return {
        reason: `deny gave ${shorten(JSON.stringify(result))}: a result is a text or an object with message, path and fix`,
      };
    violations.push(violation);
  }
  return { violations };
}

function readViolation(result: Json): Violation | undefined {
  if (typeof result === 'string') return { message: result, field: '', fix: '' };
  if (!isJsonObject(result)) return undefined;
  const { message, path = '', fix = '', cluster } = result as ResultFields;
  const field = readField(path);
  if (typeof message !== 'string' || typeof fix !== 'string' || field === undefined) return undefined;
  if (cluster === undefined) return { message, field, fix };
  return typeof cluster === 'string' ? { message, field, fix, cluster } : undefined;
}

type ResultFields = Partial<Record<'message' | 'path' | 'fix' | 'cluster', Json>>;

function readField(path: Json): string | undefined {
  if (typeof path === 'string') return path;
  if (!Array.isArray(path)) return undefined;
  const parts = (path as readonly Json[]).map((part) => {
    if (typeof part === 'number') return `[${part}]`;
    if (typeof part !== 'string') return undefined;
    return /^[A-Za-z_][\w-]*$/.test(part) ? `.${part}` : `[${JSON.stringify(part)}]`;
  });
  return parts.includes(undefined) ? undefined : parts.join('').replace(/^\./, '');
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

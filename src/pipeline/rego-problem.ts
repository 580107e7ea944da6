import type { Problem } from '../model/problem.ts';
import type { RegoMistake } from '../rego/ask-reactor.ts';

/** A mistake that OPA found, among the problems of a check. */
export function regoProblem({ code, message, position }: RegoMistake): Problem {
  return { severity: 'error', code: 'REGO_INVALID', message, position, hint: hintFor(code, message) };
}

function hintFor(code: string, message: string): string {
  if (message.includes(' is refused: ')) return 'Put what the policy needs to know into its parameters.';
  return code === 'rego_parse_error'
    ? 'Policies are written in Rego v1: `deny contains result if { ... }`. For older ones: --rego-version v0, or regoVersion: v0 of their set.'
    : '';
}

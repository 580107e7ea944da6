import { McpError } from '../model/error.ts';
import { sharedReactor } from '../rego/reactor-backend.ts';

/** The pattern does not look at the time. */
const anyTime = new Date(0);

/**
 * Whether a text matches one of Go's regular expressions, by OPA's own builtin: in linear time, which JavaScript's could not
 * promise for a hostile pattern. Null for what is no expression. REGO_UNAVAILABLE without the built-in compiler.
 */
export function matchesGoPattern(pattern: string, text: string): boolean | null {
  const reactor = sharedReactor();
  if (reactor === undefined)
    throw new McpError('REGO_UNAVAILABLE', 'regular expressions of Gatekeeper take the built-in compiler', {
      hint: 'Run "npm run build" in the checkout (it takes Go) or install the published package.',
    });
  const answer = reactor.callBuiltin('regex.match', [JSON.stringify(pattern), JSON.stringify(text)], anyTime);
  return answer === undefined ? null : answer === 'true';
}

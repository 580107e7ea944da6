import { McpError } from '../model/error.ts';
import type { Field } from './fields.ts';
import { matchesGoPattern } from './go-pattern.ts';

/**
 * Whether messages are what a case asserts (gatekeeper pkg/gator/verify/assertion.go): `violations` is yes (absent), no
 * or their exact number; `message` is a regular expression that those messages match. Throws McpError otherwise.
 */
export function checkAssertions(assertions: readonly Field[], messages: readonly string[]): void {
  for (const assertion of assertions) {
    const pattern = assertion.get('message');
    const matching =
      pattern.value === undefined ? messages : messages.filter((message) => matchesPattern(pattern, message));
    const wanted = assertion.get('violations');
    if (!isWanted(wanted, matching.length)) {
      const about = pattern.value === undefined ? '' : ` that match '${pattern.text()}'`;
      throw new McpError(
        'CONFIG_INVALID',
        `${matching.length} violations${about}, expected ${JSON.stringify(wanted.value ?? 'yes')}; the messages are ${JSON.stringify(messages)}`,
        { position: assertion.position },
      );
    }
  }
}

function isWanted(field: Field, count: number): boolean {
  const { value = 'yes' } = field;
  // YAML reads the words without quotes as truth values.
  if (value === 'yes' || value === true) return count > 0;
  if (value === 'no' || value === false) return count === 0;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return count === value;
  throw field.wrong('must be a number from 0, "yes" or "no"');
}

function matchesPattern(pattern: Field, message: string): boolean {
  const answer = matchesGoPattern(pattern.text(), message);
  if (answer === null) throw pattern.wrong('is no regular expression');
  return answer;
}

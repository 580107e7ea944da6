import { isDeepStrictEqual } from 'node:util';
import { McpError } from '../model/error.ts';
import type { RegoModule } from '../model/policy.ts';
import type { SourcePosition } from '../model/position.ts';
import type { RegoProblem, RegoText } from './backend.ts';
import type { ReactorOperation } from './reactor.ts';
import { sharedReactor } from './reactor-backend.ts';
import { sourcePosition } from './package.ts';

/** A mistake in a policy, in OPA's words. */
export interface RegoMistake {
  /** OPA's own code, for example `rego_parse_error`. */
  readonly code: string;
  readonly message: string;
  readonly position: SourcePosition | null;
}

/**
 * One operation of the reactor for the tools of policy authors; `now` is the time of day that policies see. Throws
 * REGO_UNAVAILABLE where it was not built (an `opa` binary is no substitute here), REGO_FAILED when it crashes.
 */
export function askReactor(
  operation: ReactorOperation,
  modules: readonly RegoModule[],
  more: Readonly<Record<string, unknown>> = {},
  now?: Date,
): unknown {
  const reactor = sharedReactor();
  if (reactor === undefined) {
    throw new McpError('REGO_UNAVAILABLE', 'the Rego compiler was not built', {
      hint: 'Run "npm run build" in the checkout (it takes Go) or install the published package.',
    });
  }
  try {
    const request = { modules: modules.map(textOf), ...more };
    return reactor.call(
      operation,
      request,
      now,
      undefined,
      modules.map(({ path }) => path),
    );
  } catch (cause) {
    const [reason = ''] = String(cause).split('\n');
    throw new McpError('REGO_FAILED', `the Rego compiler gave up on these policies: ${reason}`, { cause });
  }
}

/** What the reactor is told of a module: not its path. */
export function textOf({ text, version = 'v1', namespace = [] }: RegoModule): RegoText {
  return version === 'v1' && namespace.length === 0 ? text : { text, version, namespace };
}

/** The parser says some things twice, once with more words: the longer sentence is told. */
export function mistakesOf(
  problems: readonly RegoProblem[] | null,
  modules: readonly RegoModule[],
): readonly RegoMistake[] {
  const all = problems ?? [];
  const told = all.filter(
    (problem) =>
      !all.some(
        (other) =>
          other.message !== problem.message &&
          other.message.startsWith(problem.message) &&
          isDeepStrictEqual(other.position, problem.position),
      ),
  );
  return told.map(({ code, message, position }) => ({
    code,
    message,
    position: position === null ? null : sourcePosition(position, modules),
  }));
}

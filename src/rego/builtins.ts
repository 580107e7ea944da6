import { McpError } from '../model/error.ts';
import { findArtifact } from './artifact.ts';
import { sharedReactor } from './reactor-backend.ts';
import { sprintf } from './sprintf.ts';

/** A builtin over Rego terms as text; undefined where OPA's is undefined. */
export type Builtin = (args: readonly string[], now: Date) => string | undefined;

/** Builtins that are called so often that the way through the reactor, or loading it at all, would show. */
const native: Readonly<Record<string, Builtin>> = {
  'time.now_ns': (_args, now) => `${now.getTime()}000000`,
  sprintf: ([format = '', values = ''], now) =>
    sprintf(format, values) ?? callReactor('sprintf', [format, values], now),
};

/**
 * The implementation of a builtin that a Wasm module asks its host for: OPA's own in the reactor, unless there is a
 * native one. REGO_UNAVAILABLE when it takes the reactor and that was not built.
 */
export function findBuiltin(name: string): Builtin {
  const known = Object.hasOwn(native, name) ? native[name] : undefined;
  if (known !== undefined) return known;
  if (findArtifact() === undefined) throw unavailable(name);
  return (args, now) => callReactor(name, args, now);
}

function callReactor(name: string, args: readonly string[], now: Date): string | undefined {
  const reactor = sharedReactor();
  if (reactor === undefined) throw unavailable(name);
  return reactor.callBuiltin(name, args, now);
}

function unavailable(name: string): McpError {
  return new McpError(
    'REGO_UNAVAILABLE',
    `the builtin ${name} takes the Rego compiler, which was not built`,
    { hint: 'Run "npm run build" in the checkout (it takes Go) or install the published package.' },
  );
}

import { callConfigBuiltin } from '../conftest/config-builtins.ts';
import { McpError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import { findArtifact } from './artifact.ts';
import { hotBuiltins } from './hot-builtins.ts';
import { sharedReactor } from './reactor-backend.ts';
import { refusedBuiltins } from './refused.ts';
import type { Surroundings } from './surroundings.ts';
import { termToJson } from './term-json.ts';
import { readTerm } from './term-text.ts';

/** A builtin over Rego terms as text; undefined where OPA's is undefined. */
export type Builtin = (args: readonly string[]) => string | undefined;

/**
 * The implementation of a builtin that a Wasm module asks its host for: OPA's own in the reactor, unless there is one
 * here. A name that begins with `mcp_host.` is that of a builtin which the compiler left to the host (compiler/host_calls.go). REGO_INVALID for one that is refused; REGO_UNAVAILABLE when it takes the reactor and that was not built.
 */
export function findBuiltin(called: string, surroundings: Surroundings): Builtin {
  const name = called.replace(/^mcp_host\./, '');
  if (name === 'time.now_ns') return () => `${surroundings.now.getTime()}000000`;
  const reason = refusedBuiltins.get(name);
  if (reason !== undefined) return outsideOf(name, reason, surroundings);
  const hot = hotBuiltins.get(name);
  if (hot !== undefined)
    return (args) =>
      hot(args[0] ?? '', args[1] ?? '', args[2] ?? '') ?? callReactor(name, args, surroundings.now);
  if (findArtifact() === undefined) throw unavailable(name);
  return (args) => callReactor(name, args, surroundings.now);
}

/** What depends on more than the input. Nothing opens the network: a call that needs it fails, so that it cannot pass. */
function outsideOf(name: string, reason: string, { allow, now, env, paths }: Surroundings): Builtin {
  if (!allow.includes(name))
    throw new McpError('REGO_INVALID', `${name} is refused: ${reason}`, {
      hint: 'Put what the policy needs to know into its parameters, or let its policy set "allow" the builtin by name.',
    });
  switch (name) {
    case 'opa.runtime': {
      const runtime = JSON.stringify({ env });
      return () => runtime;
    }
    case 'parse_config':
    case 'parse_config_file':
    case 'parse_combined_config_files':
      return (args) => JSON.stringify(callConfigBuiltin(name, args.map(jsonOf), paths));
    case 'rand.intn':
    case 'uuid.rfc4122':
      return (args) => callReactor(name, args, now);
    default:
      return () => {
        throw new Error(`${name} was called, and ${reason}`);
      };
  }
}

function jsonOf(argument: string): Json {
  return termToJson(readTerm(argument));
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

import type { RegoModule } from '../model/policy.ts';
import type { RegoMistake } from './ask-reactor.ts';
import { askReactor, mistakesOf } from './ask-reactor.ts';
import type { RegoProblem } from './backend.ts';

/**
 * The modules as `opa fmt` writes them, in order. One with mistakes keeps its text. Throws REGO_UNAVAILABLE and
 * REGO_FAILED.
 */
export function formatModules(modules: readonly RegoModule[]): {
  readonly mistakes: readonly RegoMistake[];
  readonly modules: readonly RegoModule[];
} {
  const { problems, texts } = askReactor('mcp_format', modules) as {
    readonly problems: readonly RegoProblem[] | null;
    readonly texts: readonly string[];
  };
  return {
    mistakes: mistakesOf(problems, modules),
    modules: modules.map((module, index) => ({ ...module, text: texts[index] ?? module.text })),
  };
}

import { createHash } from 'node:crypto';
import type { RegoModule } from '../model/policy.ts';
import type { Cache } from '../model/ports.ts';
import { findArtifact } from './artifact.ts';
import type { RegoMistake } from './ask-reactor.ts';
import { askReactor, mistakesOf, textOf } from './ask-reactor.ts';
import type { RegoProblem } from './backend.ts';

/**
 * All mistakes in modules that belong together, as `opa check --strict` names them, sorted by place. `allow` names builtins
 * that are refused otherwise. The cache knows the answer for modules that were checked before. Throws REGO_UNAVAILABLE and REGO_FAILED.
 */
export async function checkModules(
  modules: readonly RegoModule[],
  cache: Cache,
  allow: readonly string[] = [],
): Promise<readonly RegoMistake[]> {
  const key = createHash('sha256')
    .update(JSON.stringify([findArtifact()?.program, modules.map(textOf), allow]))
    .digest('hex');
  const known = await cache.get('rego-check', key);
  if (known !== undefined) return mistakesOf(parse(known), modules);
  const { problems } = askReactor('mcp_check', modules, { allow }) as {
    readonly problems: readonly RegoProblem[] | null;
  };
  await cache.set('rego-check', key, Buffer.from(JSON.stringify(problems ?? [])));
  return mistakesOf(problems, modules);
}

function parse(bytes: Uint8Array): readonly RegoProblem[] {
  return JSON.parse(Buffer.from(bytes).toString()) as readonly RegoProblem[];
}

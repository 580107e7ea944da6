import { createHash } from 'node:crypto';
import { McpError } from '../model/error.ts';
import type { JsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { Cache } from '../model/ports.ts';
import type { AnnotationsDocument, PackageDocument, RegoBackend, RegoProblem } from './backend.ts';
import { findArtifact } from './artifact.ts';
import { textOf } from './ask-reactor.ts';
import { chooseBackend } from './choose-backend.ts';
import type { RegoAnnotations, RegoPackage, RegoRule } from './package.ts';
import { sourcePosition } from './package.ts';

/** Of a module, in UTF-16 units: a hundred times what people write. */
const longestModule = 4 * 1024 * 1024;

/**
 * OPA's compiler behind a cache by content: with all of it known, no compiler is loaded. Its `id` changes with
 * the compiler's program. REGO_UNAVAILABLE when there is no compiler.
 */
export class RegoCompiler {
  readonly id: string;
  readonly #backend: RegoBackend;
  readonly #cache: Cache;

  private constructor(backend: RegoBackend, cache: Cache) {
    this.id = backend.id;
    this.#backend = backend;
    this.#cache = cache;
  }

  static async open(cache: Cache): Promise<RegoCompiler> {
    return new RegoCompiler(await chooseBackend(findArtifact()), cache);
  }

  /**
   * Parses and checks modules and says what is in them: packages sorted by path. REGO_INVALID with the position of the
   * first mistake, for modules of more than 4 MB and for what takes OPA more than a minute; `http.send` and its like (see refused.ts) are mistakes too unless `allow` names them.
   */
  async inspect(
    modules: readonly RegoModule[],
    allow: readonly string[] = [],
  ): Promise<readonly RegoPackage[]> {
    requireShort(modules);
    const texts = modules.map(textOf);
    const bytes = await this.#remember('inspect', [texts, allow], async () => {
      const { problems, packages } = await ask(() => this.#backend.inspect(texts, allow));
      requireNone(problems, modules);
      return Buffer.from(JSON.stringify(packages));
    });
    const packages = JSON.parse(Buffer.from(bytes).toString()) as readonly PackageDocument[];
    return packages.map((document) => readPackage(document, modules));
  }

  /** One Wasm module with the rules `entrypoints` (`package/rule`). REGO_INVALID like `inspect`. */
  async compile(
    modules: readonly RegoModule[],
    entrypoints: readonly string[],
    allow: readonly string[] = [],
  ): Promise<Uint8Array<ArrayBuffer>> {
    requireShort(modules);
    const texts = modules.map(textOf);
    const bytes = await this.#remember('compile', [texts, entrypoints, allow], async () => {
      const { problems, wasm } = await ask(() => this.#backend.compile(texts, entrypoints, allow));
      requireNone(problems, modules);
      return wasm;
    });
    return new Uint8Array(bytes);
  }

  async #remember(what: string, inputs: unknown, make: () => Promise<Uint8Array>): Promise<Uint8Array> {
    const key = createHash('sha256')
      .update(JSON.stringify([this.id, what, inputs]))
      .digest('hex');
    const known = await this.#cache.get('rego', key);
    if (known !== undefined) return known;
    const made = await make();
    await this.#cache.set('rego', key, made);
    return made;
  }
}

function requireShort(modules: readonly RegoModule[]): void {
  const long = modules.find(({ text }) => text.length > longestModule);
  if (long === undefined) return;
  throw new McpError('REGO_INVALID', 'the Rego is longer than 4 MB', {
    position: sourcePosition({ module: 0, row: 1, column: 1 }, [long]),
    hint: 'Data belongs into parameters, not into policies.',
  });
}

/** A compiler that crashes, say on absurdly deep nesting, crashes over the policies it was given. */
async function ask<Response>(question: () => Promise<Response>): Promise<Response> {
  try {
    return await question();
  } catch (cause) {
    const [reason = ''] = String(cause).split('\n');
    throw new McpError('REGO_INVALID', `the Rego compiler gave up on these policies: ${reason}`, { cause });
  }
}

/** The first mistake becomes the error; the others are counted. */
function requireNone(problems: readonly RegoProblem[] | null, modules: readonly RegoModule[]): void {
  const [first, ...others] = problems ?? [];
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`;
  throw new McpError('REGO_INVALID', `${first.message}${more}`, {
    position: first.position === null ? undefined : sourcePosition(first.position, modules),
    hint: hintFor(first),
  });
}

function hintFor({ code, message }: RegoProblem): string | undefined {
  if (message.startsWith('parse_')) return 'It is for "mcp policy eval" and "mcp policy test" alone.';
  if (message.includes(' is refused: '))
    return 'Put what the policy needs to know into its parameters, or let its policy set "allow" the builtin by name.';
  if (message === 'undefined function external_data')
    return 'External data of Gatekeeper comes over the network, which a gate has not: give it as parameters.';
  return code === 'rego_parse_error'
    ? 'Policies are written in Rego v1: `deny contains result if { ... }`. For older ones: --rego-version v0, or regoVersion: v0 of their set.'
    : undefined;
}

function readPackage(document: PackageDocument, modules: readonly RegoModule[]): RegoPackage {
  return {
    path: document.path,
    position: sourcePosition(document.position, modules),
    annotations: document.annotations === null ? null : readAnnotations(document.annotations, modules),
    rules: document.rules.map(({ name, kind, position, reads, clock }): RegoRule => ({
      name,
      kind: kind as RegoRule['kind'],
      position: sourcePosition(position, modules),
      reads,
      clock,
    })),
    reads: document.reads.map(({ path, position }) => ({
      path,
      position: sourcePosition(position ?? document.position, modules),
    })),
  };
}

function readAnnotations(document: AnnotationsDocument, modules: readonly RegoModule[]): RegoAnnotations {
  return {
    position: sourcePosition(document.position, modules),
    title: document.title,
    description: document.description,
    custom: (document.custom ?? {}) as JsonObject,
  };
}

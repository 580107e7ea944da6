import type { LoadedPolicy } from '@open-policy-agent/opa-wasm';
import { McpError } from '../model/error.ts';
import type { Json } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import { formatPosition } from '../model/position.ts';
import { findBuiltin } from './builtins.ts';
import type { Builtin } from './builtins.ts';
import { sourcePosition } from './package.ts';

const initialPages = 16;
/** 256 MB: beyond that `opa_malloc` fails, and the evaluation with it. */
const maximumPages = 4_096;
/** Wasm memory never shrinks: an instance that grew beyond this is replaced. */
const largestKept = 64 * 1024 * 1024;

interface PolicyExports {
  readonly opa_wasm_abi_minor_version: WebAssembly.Global;
  readonly builtins: () => number;
  readonly opa_malloc: (size: number) => number;
  readonly opa_json_dump: (value: number) => number;
  readonly opa_value_dump: (value: number) => number;
  readonly opa_value_parse: (text: number, size: number) => number;
}

type LoadedPolicyClass = typeof LoadedPolicy;

/**
 * Compiled policies, ready to evaluate. Nothing of one evaluation is left for the next: after a throw, which leaves
 * the instance's stack unwound, and after much memory was used, the instance is replaced.
 */
export class RegoProgram {
  readonly #module: WebAssembly.Module;
  readonly #sources: readonly RegoModule[];
  readonly #now: Date;
  readonly #policyClass: LoadedPolicyClass;
  #policy: LoadedPolicy | undefined;
  #data: ArrayBuffer | undefined;

  private constructor(
    wasm: Uint8Array<ArrayBuffer>,
    sources: readonly RegoModule[],
    now: Date,
    policyClass: LoadedPolicyClass,
  ) {
    this.#module = new WebAssembly.Module(wasm);
    this.#sources = sources;
    this.#now = now;
    this.#policyClass = policyClass;
    this.#policy = this.#instantiate();
  }

  /** `sources` are the modules it was compiled from; `now` is the time of day that policies see. REGO_UNAVAILABLE. */
  static async load(
    wasm: Uint8Array<ArrayBuffer>,
    sources: readonly RegoModule[],
    now: Date,
  ): Promise<RegoProgram> {
    // The SDK's types know nothing of its default export.
    const sdk = (await import('@open-policy-agent/opa-wasm')) as unknown as {
      default: { LoadedPolicy: LoadedPolicyClass };
    };
    return new RegoProgram(wasm, sources, now, sdk.default.LoadedPolicy);
  }

  /** The base documents below `data`, as a JSON object, for all evaluations from here on. */
  setData(json: string): void {
    const { buffer, byteOffset, length } = Buffer.from(json);
    this.#data = buffer.slice(byteOffset, byteOffset + length);
    this.#policy?.setData(this.#data);
  }

  /** The value of an entrypoint for an input in JSON; sets become arrays. REGO_FAILED when the evaluation throws. */
  evaluate(entrypoint: string, input: ArrayBuffer): Json | undefined {
    const policy = (this.#policy ??= this.#instantiate());
    try {
      const results = policy.evaluate(input, entrypoint) as readonly { readonly result: Json }[];
      if (policy.mem.buffer.byteLength > largestKept) this.#policy = undefined;
      return results[0]?.result;
    } catch (error) {
      this.#policy = undefined;
      throw new McpError('REGO_FAILED', this.#explain(error), { cause: error });
    }
  }

  #instantiate(): LoadedPolicy {
    const memory = new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages });
    const builtins: Builtin[] = [];
    const host = new PolicyMemory(memory);
    const call = (id: number, ...addresses: number[]): number => {
      const result = builtins[id]?.(
        addresses.map((address) => host.dump(address)),
        this.#now,
      );
      return result === undefined ? 0 : host.parse(result);
    };
    const instance = new WebAssembly.Instance(this.#module, {
      env: {
        memory,
        opa_abort: (address: number) => {
          throw new Error(host.text(address));
        },
        opa_println: () => undefined,
        opa_builtin0: (id: number) => call(id),
        opa_builtin1: (id: number, _context: number, a: number) => call(id, a),
        opa_builtin2: (id: number, _context: number, a: number, b: number) => call(id, a, b),
        opa_builtin3: (id: number, _context: number, a: number, b: number, c: number) => call(id, a, b, c),
        opa_builtin4: (id: number, _context: number, a: number, b: number, c: number, d: number) =>
          call(id, a, b, c, d),
      },
    });
    host.exports = instance.exports as unknown as PolicyExports;
    for (const [name, id] of Object.entries(host.builtins())) builtins[id] = findBuiltin(name);
    const source = { instance, module: this.#module };
    const policy = new this.#policyClass(source, memory, host.exports.opa_wasm_abi_minor_version.value);
    if (this.#data !== undefined) policy.setData(this.#data);
    return policy;
  }

  /** OPA names places by our numbers of the modules. */
  #explain(error: unknown): string {
    const message = error instanceof Error ? error.message : String(error);
    return message.replace(
      /\b(\d{6})\.rego:(\d+):(\d+)/g,
      (_all, module: string, row: string, column: string) =>
        formatPosition(
          sourcePosition({ module: Number(module), row: Number(row), column: Number(column) }, this.#sources),
        ),
    );
  }
}

/** Values in the memory of a policy. */
class PolicyMemory {
  exports: PolicyExports | undefined;
  readonly #memory: WebAssembly.Memory;

  constructor(memory: WebAssembly.Memory) {
    this.#memory = memory;
  }

  text(address: number): string {
    const bytes = Buffer.from(this.#memory.buffer);
    return bytes.toString('utf8', address, bytes.indexOf(0, address));
  }

  dump(value: number): string {
    return this.text(this.#bound.opa_value_dump(value));
  }

  parse(text: string): number {
    const bytes = Buffer.from(text);
    const address = this.#bound.opa_malloc(bytes.length);
    new Uint8Array(this.#memory.buffer).set(bytes, address);
    const value = this.#bound.opa_value_parse(address, bytes.length);
    if (value === 0) throw new Error('the result of a builtin could not be read');
    return value;
  }

  builtins(): Readonly<Record<string, number>> {
    return JSON.parse(this.text(this.#bound.opa_json_dump(this.#bound.builtins()))) as Record<string, number>;
  }

  get #bound(): PolicyExports {
    if (this.exports === undefined) throw new Error('the policy ran before it was bound to its memory');
    return this.exports;
  }
}

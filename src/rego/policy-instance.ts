import type { LoadedPolicy } from '@open-policy-agent/opa-wasm';
import { findBuiltin } from './builtins.ts';
import type { Builtin } from './builtins.ts';
import type { Surroundings } from './surroundings.ts';

const initialPages = 16;
/** 256 MB: beyond that `opa_malloc` fails, and the evaluation with it. */
const maximumPages = 4_096;

interface PolicyExports {
  readonly opa_wasm_abi_minor_version: WebAssembly.Global;
  readonly builtins: () => number;
  readonly opa_malloc: (size: number) => number;
  readonly opa_json_dump: (value: number) => number;
  readonly opa_value_dump: (value: number) => number;
  readonly opa_value_parse: (text: number, size: number) => number;
}

export type LoadedPolicyClass = typeof LoadedPolicy;

/** Loads the SDK; its types know nothing of its default export. */
export async function loadPolicyClass(): Promise<LoadedPolicyClass> {
  const sdk = (await import('@open-policy-agent/opa-wasm')) as unknown as {
    default: { LoadedPolicy: LoadedPolicyClass };
  };
  return sdk.default.LoadedPolicy;
}

/** A fresh instance of a policy module, bound to its builtins. REGO_INVALID for a refused builtin, REGO_UNAVAILABLE. */
export function instantiate(
  policyClass: LoadedPolicyClass,
  module: WebAssembly.Module,
  surroundings: Surroundings,
): LoadedPolicy {
  const memory = new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages });
  const builtins: Builtin[] = [];
  const host = new PolicyMemory(memory);
  const call = (id: number, ...addresses: number[]): number => {
    const result = builtins[id]?.(addresses.map((address) => host.dump(address)));
    return result === undefined ? 0 : host.parse(result);
  };
  const instance = new WebAssembly.Instance(module, {
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
  for (const [name, id] of Object.entries(host.builtins())) builtins[id] = findBuiltin(name, surroundings);
  return new policyClass({ instance, module }, memory, host.exports.opa_wasm_abi_minor_version.value);
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

import * as sdk from '@open-policy-agent/opa-wasm';
import { findBuiltin } from './builtins.ts';
import type { Builtin } from './builtins.ts';
import type { Surroundings } from './surroundings.ts';

const initialPages = 16;
/** 256 MB: beyond that `opa_malloc` fails, and the evaluation with it. */
const maximumPages = 4_096;
const pageSize = 65_536;
/** The format of results: Rego terms instead of JSON, so that sets stay sets. */
const asTerms = 1;

/** https://www.openpolicyagent.org/docs/wasm#exports, ABI 1.2 and later. */
interface PolicyExports {
  readonly opa_wasm_abi_minor_version: WebAssembly.Global;
  readonly builtins: () => number;
  readonly opa_malloc: (size: number) => number;
  readonly opa_json_dump: (value: number) => number;
  readonly opa_value_dump: (value: number) => number;
  readonly opa_value_parse: (text: number, size: number) => number;
  readonly opa_eval: (
    reserved: 0,
    entrypoint: number,
    data: number,
    input: number,
    inputSize: number,
    heap: number,
    format: typeof asTerms,
  ) => number;
}

/** What the SDK keeps of a policy; its own types leave the addresses open. */
interface Loaded extends Pick<sdk.LoadedPolicy, 'setData'> {
  readonly entrypoints: Readonly<Record<string, number>>;
  readonly dataAddr: number;
  readonly dataHeapPtr: number;
}

type SdkPolicy = new (
  policy: { instance: WebAssembly.Instance; module: WebAssembly.Module },
  memory: WebAssembly.Memory,
  abiMinorVersion: number,
) => Loaded;

/** The SDK exports it by default; its types do not tell. */
const { LoadedPolicy } = (sdk as unknown as { default: { LoadedPolicy: SdkPolicy } }).default;

/**
 * An instance of a policy module as `@open-policy-agent/opa-wasm` loads it, bound to builtins of our own and asked for Rego
 * terms: the SDK's `evaluate` answers in JSON, where sets have lost their order and large numbers their digits. What an evaluation leaves in memory, the next one writes over; after
 * a throw the stack stays unwound, so the instance is of no further use then.
 */
export class PolicyInstance {
  readonly #memory = new WebAssembly.Memory({ initial: initialPages, maximum: maximumPages });
  readonly #exports: PolicyExports;
  readonly #loaded: Loaded;

  /** REGO_INVALID for a refused builtin, REGO_UNAVAILABLE. */
  constructor(module: WebAssembly.Module, surroundings: Surroundings) {
    const builtins: Builtin[] = [];
    const call = (id: number, ...values: number[]): number => {
      const result = builtins[id]?.(values.map((value) => this.#dump(value)));
      return result === undefined ? 0 : this.#parse(result);
    };
    const instance = new WebAssembly.Instance(module, {
      env: {
        memory: this.#memory,
        opa_abort: (message: number) => {
          throw new Error(this.#text(message));
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
    this.#exports = instance.exports as unknown as PolicyExports;
    for (const [name, id] of Object.entries(this.#numbers(this.#exports.builtins())))
      builtins[id] = findBuiltin(name, surroundings);
    const abi = this.#exports.opa_wasm_abi_minor_version.value;
    this.#loaded = new LoadedPolicy({ instance, module }, this.#memory, abi);
  }

  /** The memory that it holds, in bytes. */
  get size(): number {
    return this.#memory.buffer.byteLength;
  }

  /** The base documents, as JSON; to be called before the first evaluation. */
  setData(json: Uint8Array): void {
    const { buffer, byteOffset, byteLength } = Uint8Array.from(json);
    this.#loaded.setData(buffer.slice(byteOffset, byteOffset + byteLength));
  }

  /** The set of `{"result": value}`, as a Rego term; the input is a term or JSON, empty for none. */
  evaluate(entrypoint: string, input: Uint8Array): string {
    const { entrypoints, dataAddr, dataHeapPtr } = this.#loaded;
    const id = Object.hasOwn(entrypoints, entrypoint) ? entrypoints[entrypoint] : undefined;
    if (id === undefined) throw new Error(`the policies have no entrypoint ${entrypoint}`);
    const missing = dataHeapPtr + input.length - this.size;
    if (missing > 0) this.#memory.grow(Math.ceil(missing / pageSize));
    new Uint8Array(this.#memory.buffer).set(input, dataHeapPtr);
    const end = dataHeapPtr + input.length;
    return this.#text(this.#exports.opa_eval(0, id, dataAddr, dataHeapPtr, input.length, end, asTerms));
  }

  #numbers(value: number): Readonly<Record<string, number>> {
    return JSON.parse(this.#text(this.#exports.opa_json_dump(value))) as Record<string, number>;
  }

  #dump(value: number): string {
    return this.#text(this.#exports.opa_value_dump(value));
  }

  #parse(text: string): number {
    const bytes = Buffer.from(text);
    const value = this.#exports.opa_value_parse(this.#store(bytes), bytes.length);
    if (value === 0) throw new Error('the result of a builtin could not be read');
    return value;
  }

  #store(bytes: Uint8Array): number {
    const address = this.#exports.opa_malloc(bytes.length);
    new Uint8Array(this.#memory.buffer).set(bytes, address);
    return address;
  }

  #text(address: number): string {
    const bytes = Buffer.from(this.#memory.buffer);
    return bytes.toString('utf8', address, bytes.indexOf(0, address));
  }
}

import { setFlagsFromString } from 'node:v8';
import type { CompilerArtifact } from './artifact.ts';
import { unpackArtifact } from './artifact.ts';
import { HostBuiltins } from './host-builtins.ts';
import { runWithin } from './time-limit.ts';
import { WasiHost } from './wasi.ts';

export type ReactorOperation =
  'mcp_inspect' | 'mcp_compile' | 'mcp_check' | 'mcp_format' | 'mcp_test' | 'mcp_explain' | 'mcp_version';

interface ReactorExports extends Record<ReactorOperation | 'mcp_builtin', () => bigint> {
  readonly memory: WebAssembly.Memory;
  readonly mcp_request_buffer: (size: number) => number;
}

/** How long the program runs as V8 first compiles it, in milliseconds: optimising costs more than it gains until then. */
const untiered = 1_500;

/** How long a call may take, in milliseconds. Tests of policies have limits of their own. */
const longestCall = 60_000;

/** Wasm memory never shrinks. */
const largestKept = 512 * 1024 * 1024;

/**
 * OPA's compiler and builtins, loaded: a Wasm program that stays in memory between calls. Loading blocks for
 * about 0.12 s; a call that traps leaves the program unusable, so it is loaded again then.
 */
export class Reactor {
  readonly #module: WebAssembly.Module;
  readonly #host = new WasiHost();
  readonly #builtins = new HostBuiltins();
  #exports: ReactorExports;
  /** Whether the program was left in the middle of a call, or is swollen: then it is started again. */
  #isSpent = false;
  #time = 0;

  constructor(artifact: CompilerArtifact) {
    const program = unpackArtifact(artifact);
    // What is never called need not be checked: the program is our own.
    setFlagsFromString('--wasm-lazy-validation');
    this.#module = new WebAssembly.Module(program);
    this.#exports = start(this.#module, this.#host, this.#builtins);
  }

  /**
   * One JSON request, one JSON response. `now` is the time of day that policies see. Throws when it takes more than
   * `limit` milliseconds: a minute, or as long as tests take. `paths` are where the modules of the request lie, for
   * builtins that read files beside them.
   */
  call(
    operation: ReactorOperation,
    request: unknown,
    now = new Date(0),
    limit = operation === 'mcp_test' ? Infinity : longestCall,
    paths: readonly string[] = [],
  ): unknown {
    this.#builtins.paths = paths;
    this.#host.now = nanoseconds(now);
    const text = JSON.stringify(request);
    const begin = performance.now();
    const exchange = () => within(limit, () => this.#exchange(operation, text));
    const response = this.#time < untiered ? withoutTiering(exchange) : exchange();
    this.#time += performance.now() - begin;
    return JSON.parse(response);
  }

  /**
   * Calls a builtin of OPA. Arguments and result are Rego terms as `opa_value_dump` writes them; the result is
   * undefined where the builtin is, errors included. `now` is the time of day that it sees, and all its randomness.
   */
  callBuiltin(name: string, args: readonly string[], now: Date): string | undefined {
    this.#host.now = nanoseconds(now);
    const request = `[${JSON.stringify(name)},${this.#host.now},[${args.join(',')}]]`;
    const response = this.#exchange('mcp_builtin', request);
    if (response.startsWith('!')) throw new Error(response.slice(1));
    return response === '' ? undefined : response.slice(1);
  }

  /** A call that does not return, because it traps or is ended from outside, leaves the program spent. */
  #exchange(operation: ReactorOperation | 'mcp_builtin', request: string): string {
    if (this.#isSpent) this.#exports = start(this.#module, this.#host, this.#builtins);
    this.#isSpent = true;
    const bytes = encoder.encode(request);
    const address = this.#exports.mcp_request_buffer(bytes.length) >>> 0;
    new Uint8Array(this.#exports.memory.buffer).set(bytes, address);
    const packed = this.#exports[operation]();
    const pointer = Number(BigInt.asUintN(32, packed >> 32n));
    const length = Number(BigInt.asUintN(32, packed));
    const response = decoder.decode(new Uint8Array(this.#exports.memory.buffer, pointer, length));
    this.#isSpent = this.#exports.memory.buffer.byteLength > largestKept;
    return response;
  }
}

function within<Result>(limit: number, work: () => Result): Result {
  if (limit === Infinity) return work();
  const results: Result[] = [];
  if (runWithin(limit, () => void results.push(work()))) {
    const [result] = results;
    if (result !== undefined) return result;
  }
  throw new Error(`it ran for more than ${limit / 1_000} s`);
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

function nanoseconds(time: Date): bigint {
  return BigInt(time.getTime()) * 1_000_000n;
}

/** The program was started when it was built (compiler/start-before.mjs): `_initialize` must not be called again. */
function start(module: WebAssembly.Module, host: WasiHost, builtins: HostBuiltins): ReactorExports {
  const instance = new WebAssembly.Instance(module, {
    wasi_snapshot_preview1: host.imports,
    mcp: builtins.imports,
  });
  const exports = instance.exports as unknown as ReactorExports;
  host.bind(exports.memory);
  builtins.bind(exports.memory);
  return exports;
}

/** Lets V8 optimise no Wasm but the function 0, which is none of ours, meanwhile. */
function withoutTiering<Result>(work: () => Result): Result {
  setFlagsFromString('--wasm-tier-up-filter=0');
  try {
    return work();
  } finally {
    setFlagsFromString('--wasm-tier-up-filter=-1');
  }
}

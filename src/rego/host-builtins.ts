import { callConfigBuiltin } from '../conftest/config-builtins.ts';
import type { Json } from '../model/json.ts';
import { termToJson } from './term-json.ts';
import { readTerm } from './term-text.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** What the reactor asks of its host: builtins that OPA does not have (compiler/conftest.go). */
export class HostBuiltins {
  /** Where the modules of the current request lie, by their numbers. */
  paths: readonly string[] = [];
  readonly imports = {
    ask: (address: number, size: number): number => {
      this.#answer = encoder.encode(this.#ask(decoder.decode(this.#bytesAt(address, size))));
      return this.#answer.length;
    },
    answer: (address: number): void => {
      this.#bytesAt(address, this.#answer.length).set(this.#answer);
    },
  };
  #answer = new Uint8Array();
  #memory: WebAssembly.Memory | undefined;

  /** Must be called between instantiating the program and starting it. */
  bind(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  #bytesAt(address: number, size: number): Uint8Array {
    if (this.#memory === undefined)
      throw new Error('the Wasm program was started before its memory was bound');
    return new Uint8Array(this.#memory.buffer, address >>> 0, size);
  }

  #ask(question: string): string {
    try {
      const [name, args] = termToJson(readTerm(question)) as readonly [string, readonly Json[]];
      return `=${JSON.stringify(callConfigBuiltin(name, args, this.paths))}`;
    } catch (error) {
      return `!${error instanceof Error ? error.message : String(error)}`;
    }
  }
}

import { performance } from 'node:perf_hooks';

// Errors of WASI preview 1.
const success = 0;
const badFile = 8;
const invalid = 28;
const notSupported = 58;

const realtimeClock = 0;
const nanosecondsInMillisecond = 1_000_000n;
const subscriptionSize = 48;
const eventSize = 32;

type WasiFunction = (...values: never[]) => number;

/** Thrown when the program inside ends: a reactor has nothing to end for but a crash. */
export class WasiExit extends Error {
  constructor(code: number, output: string) {
    super(`the Wasm program ended with code ${code}${output === '' ? '' : `: ${output}`}`);
    this.name = 'WasiExit';
  }
}

/** What a WASI preview 1 program of Go asks of its host. There is no file, argument, variable or network. */
export class WasiHost {
  /** What the program takes for the time of day, nanoseconds since 1970. */
  now = 0n;
  readonly imports: Record<string, WasiFunction>;
  #memory: WebAssembly.Memory | undefined;
  #output = '';
  #random = 0x9e3779b9;

  constructor() {
    const refuse = (error: number) => () => error;
    this.imports = {
      args_get: refuse(success),
      args_sizes_get: (count: number, size: number) => this.#writeSizes(count, size),
      environ_get: refuse(success),
      environ_sizes_get: (count: number, size: number) => this.#writeSizes(count, size),
      clock_time_get: (clock: number, _precision: bigint, result: number) => this.#clockTime(clock, result),
      fd_write: (file: number, vectors: number, count: number, written: number) =>
        this.#write(file, vectors, count, written),
      fd_close: refuse(success),
      fd_read: refuse(badFile),
      fd_readdir: refuse(badFile),
      fd_seek: refuse(badFile),
      fd_filestat_get: refuse(badFile),
      fd_fdstat_get: refuse(badFile),
      fd_fdstat_set_flags: refuse(badFile),
      fd_prestat_get: refuse(badFile),
      fd_prestat_dir_name: refuse(badFile),
      path_open: refuse(notSupported),
      path_filestat_get: refuse(notSupported),
      path_readlink: refuse(notSupported),
      poll_oneoff: (subscriptions: number, events: number, count: number, result: number) =>
        this.#poll(subscriptions, events, count, result),
      random_get: (buffer: number, size: number) => this.#randomBytes(buffer, size),
      sched_yield: refuse(success),
      proc_exit: (code: number) => {
        throw new WasiExit(code, this.#output);
      },
    };
  }

  /** Must be called between instantiating the program and starting it. */
  bind(memory: WebAssembly.Memory): void {
    this.#memory = memory;
  }

  get #view(): DataView {
    if (this.#memory === undefined)
      throw new Error('the Wasm program was started before its memory was bound');
    return new DataView(this.#memory.buffer);
  }

  #writeSizes(count: number, size: number): number {
    const view = this.#view;
    view.setUint32(count, 0, true);
    view.setUint32(size, 0, true);
    return success;
  }

  #clockTime(clock: number, result: number): number {
    const monotonic = BigInt(Math.round(performance.now() * 1e6));
    this.#view.setBigUint64(result, clock === realtimeClock ? this.now : monotonic, true);
    return success;
  }

  /** Go writes its panics to standard error: kept for the message of the error that follows. */
  #write(file: number, vectors: number, count: number, written: number): number {
    if (file !== 1 && file !== 2) return badFile;
    const view = this.#view;
    let total = 0;
    for (let index = 0; index < count; index++) {
      const length = view.getUint32(vectors + index * 8 + 4, true);
      const bytes = new Uint8Array(view.buffer, view.getUint32(vectors + index * 8, true), length);
      if (this.#output.length < 2_000) this.#output += Buffer.from(bytes).toString();
      total += length;
    }
    view.setUint32(written, total, true);
    return success;
  }

  /** Go polls only to sleep until its next timer. */
  #poll(subscriptions: number, events: number, count: number, result: number): number {
    const view = this.#view;
    let fired = 0;
    for (let index = 0; index < count; index++) {
      const subscription = subscriptions + index * subscriptionSize;
      const isClock = view.getUint8(subscription + 8) === 0;
      if (!isClock) continue;
      sleep(Number(view.getBigUint64(subscription + 24, true) / nanosecondsInMillisecond));
      const event = events + fired * eventSize;
      new Uint8Array(view.buffer, event, eventSize).fill(0);
      view.setBigUint64(event, view.getBigUint64(subscription, true), true);
      fired++;
    }
    view.setUint32(result, fired, true);
    return fired === 0 ? invalid : success;
  }

  /** The same bytes in every run: Go seeds its maps with them, and nothing secret is ever made inside. */
  #randomBytes(buffer: number, size: number): number {
    const bytes = new Uint8Array(this.#view.buffer, buffer, size);
    for (let index = 0; index < size; index++) {
      this.#random ^= this.#random << 13;
      this.#random ^= this.#random >>> 17;
      this.#random ^= this.#random << 5;
      bytes[index] = this.#random;
    }
    return success;
  }
}

const neverNotified = new Int32Array(new SharedArrayBuffer(4));

function sleep(milliseconds: number): void {
  if (milliseconds > 0) Atomics.wait(neverNotified, 0, 0, Math.min(milliseconds, 1_000));
}

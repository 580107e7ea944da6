import { describe, expect, it } from 'vitest';
import { WasiExit, WasiHost } from '../../src/rego/wasi.ts';

function host() {
  const memory = new WebAssembly.Memory({ initial: 1 });
  const wasi = new WasiHost();
  wasi.bind(memory);
  const call = (name: string, ...values: (number | bigint)[]) => wasi.imports[name]!(...(values as never[]));
  return { wasi, call, view: new DataView(memory.buffer), bytes: new Uint8Array(memory.buffer) };
}

describe('the WASI host', () => {
  it('gives no arguments and no environment', () => {
    const { call, view } = host();
    view.setUint32(0, 7, true);
    expect(call('environ_sizes_get', 0, 4)).toBe(0);
    expect(view.getUint32(0, true)).toBe(0);
    expect(call('args_sizes_get', 0, 4)).toBe(0);
  });

  it('has no files', () => {
    const { call } = host();
    expect(call('path_open', 3, 0, 0, 0, 0, 0n, 0n, 0, 0)).toBe(58);
    expect(call('fd_prestat_get', 3, 0)).toBe(8);
    expect(call('fd_read', 0, 0, 0, 0)).toBe(8);
  });

  it('tells the time that it was given, and a monotonic clock of its own', () => {
    const { wasi, call, view } = host();
    wasi.now = 1_732_446_000_000_000_000n;
    call('clock_time_get', 0, 0n, 8);
    expect(view.getBigUint64(8, true)).toBe(wasi.now);
    call('clock_time_get', 1, 0n, 8);
    const first = view.getBigUint64(8, true);
    call('clock_time_get', 1, 0n, 8);
    expect(view.getBigUint64(8, true)).toBeGreaterThanOrEqual(first);
  });

  it('gives the same random bytes in every process', () => {
    const [a, b] = [host(), host()];
    a.call('random_get', 0, 64);
    b.call('random_get', 0, 64);
    expect(a.bytes.slice(0, 64)).toEqual(b.bytes.slice(0, 64));
    expect(new Set(a.bytes.slice(0, 64)).size).toBeGreaterThan(32);
  });

  it('answers a poll for a timer once the time has passed', () => {
    const { call, view } = host();
    view.setBigUint64(0, 42n, true);
    view.setBigUint64(24, 5_000_000n, true);
    const start = performance.now();
    expect(call('poll_oneoff', 0, 128, 1, 256)).toBe(0);
    expect(performance.now() - start).toBeGreaterThan(3);
    expect(view.getUint32(256, true)).toBe(1);
    expect(view.getBigUint64(128, true)).toBe(42n);
  });

  it('puts what the program printed into the error of its end', () => {
    const { call, view, bytes } = host();
    bytes.set(Buffer.from('panic: no'), 100);
    view.setUint32(0, 100, true);
    view.setUint32(4, 9, true);
    expect(call('fd_write', 2, 0, 1, 16)).toBe(0);
    expect(view.getUint32(16, true)).toBe(9);
    expect(() => call('proc_exit', 2)).toThrow(new WasiExit(2, 'panic: no'));
  });
});

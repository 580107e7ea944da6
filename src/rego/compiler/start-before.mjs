// Runs the start of a Go program for Wasm when it is built instead of whenever it is loaded: memory and globals as they are
// afterwards become those that it is instantiated with. (https://webassembly.github.io/spec/core/binary/modules.html)
const pageSize = 65_536;
/** Go gives up where its memory cannot grow: 1 GB; its linker would allow 4. */
const maximumPages = 16_384;
/** Zeros between two pieces of memory that are not worth a segment of its own. */
const shortestGap = 256;

const section = { memory: 5, global: 6, export: 7, data: 11 };
const i32 = 0x7f;
const i64 = 0x7e;

/** `wasm` initialised; `use` is given its exports to have it fill what it fills on first use. Equal programs give equal bytes. */
export function startBefore(wasm, use) {
  const sections = readSections(wasm);
  const types = globalTypes(sections.get(section.global));
  const exposed = new Map(sections).set(section.export, exposeGlobals(sections.get(section.export), types));
  const memory = { current: undefined };
  const { exports } = new WebAssembly.Instance(
    new WebAssembly.Module(writeSections(exposed)),
    imports(memory),
  );
  memory.current = exports.memory;
  exports._initialize();
  use(exports);
  const bytes = Buffer.from(exports.memory.buffer);
  return writeSections(
    new Map(sections)
      .set(section.memory, Buffer.from([1, 1, ...leb(bytes.length / pageSize), ...leb(maximumPages)]))
      .set(section.global, globals(types, exports))
      .set(section.data, segments(bytes)),
  );
}

/** Nothing is there. The clock moves by a nanosecond a look, so that the one of no later host is behind it. */
function imports(memory) {
  let now = 1n;
  const view = () => new DataView(memory.current.buffer);
  const known = {
    args_sizes_get: (count, size) => (view().setUint32(count, 0), view().setUint32(size, 0), 0),
    environ_sizes_get: (count, size) => (view().setUint32(count, 0), view().setUint32(size, 0), 0),
    clock_time_get: (_clock, _precision, result) => (view().setBigUint64(result, now++, true), 0),
    random_get: (buffer, size) => {
      for (let at = 0; at < size; at++) view().setUint8(buffer + at, (at * 0x9d + 0x2b) & 255);
      return 0;
    },
    fd_write: (_file, vectors) => {
      const [address, size] = [view().getUint32(vectors, true), view().getUint32(vectors + 4, true)];
      throw new Error(Buffer.from(memory.current.buffer, address, size).toString());
    },
  };
  const badFile = () => 8;
  const missing = (_target, name) => known[name] ?? badFile;
  return { wasi_snapshot_preview1: new Proxy({}, { get: missing }), mcp: new Proxy({}, { get: missing }) };
}

/** Contents by their numbers, in order; sections of tools (number 0) are left out. */
function readSections(wasm) {
  const found = new Map();
  for (let at = 8; at < wasm.length;) {
    const [size, content] = readLeb(wasm, at + 1);
    if (wasm[at] !== 0) found.set(wasm[at], wasm.subarray(content, content + size));
    at = content + size;
  }
  return found;
}

function writeSections(sections) {
  const parts = [Buffer.from('\0asm\x01\0\0\0', 'latin1')];
  for (const [number, content] of sections)
    parts.push(Buffer.from([number, ...leb(content.length)]), content);
  return Buffer.concat(parts);
}

/** Go's are its registers: mutable numbers, which begin as 0. */
function globalTypes(content) {
  const [count, start] = readLeb(content, 0);
  const types = [];
  for (let at = start; types.length < count; at += 5) {
    const [type, mutable, , value, end] = content.subarray(at, at + 5);
    if ((type !== i32 && type !== i64) || mutable !== 1 || value !== 0 || end !== 0x0b)
      throw new Error('the globals of the program are not as expected');
    types.push(type);
  }
  return types;
}

const globalName = (index) => `global ${index}`;

function exposeGlobals(content, types) {
  const [count, start] = readLeb(content, 0);
  const added = types.map((_type, index) => {
    const name = Buffer.from(globalName(index));
    return Buffer.from([name.length, ...name, 3, index]);
  });
  return Buffer.concat([Buffer.from(leb(count + types.length)), content.subarray(start), ...added]);
}

function globals(types, exports) {
  const all = types.map((type, index) => {
    const value = BigInt(exports[globalName(index)].value);
    return [type, 1, type === i32 ? 0x41 : 0x42, ...signedLeb(value), 0x0b];
  });
  return Buffer.from([...leb(types.length), ...all.flat()]);
}

/** What of the memory is not 0. */
function segments(memory) {
  const parts = [];
  const words = new BigUint64Array(memory.buffer, memory.byteOffset, memory.length / 8);
  const gap = shortestGap / 8;
  for (let at = 0; at < words.length;) {
    if (words[at] === 0n) {
      at++;
      continue;
    }
    let end = at + 1;
    for (let next = end; next < words.length && next - end < gap; next++)
      if (words[next] !== 0n) end = next + 1;
    const content = memory.subarray(at * 8, end * 8);
    parts.push(Buffer.from([0, 0x41, ...signedLeb(BigInt(at * 8)), 0x0b, ...leb(content.length)]), content);
    at = end;
  }
  return Buffer.concat([Buffer.from(leb(parts.length / 2)), ...parts]);
}

/** An unsigned number and where the bytes after it begin. */
function readLeb(bytes, start) {
  let [value, at] = [0, start];
  for (; bytes[at] >= 128; at++) value += (bytes[at] & 127) * 2 ** (7 * (at - start));
  return [value + bytes[at] * 2 ** (7 * (at - start)), at + 1];
}

function leb(value) {
  return value < 128 ? [value] : [(value % 128) | 128, ...leb(Math.floor(value / 128))];
}

function signedLeb(value) {
  return value >= -64n && value < 64n
    ? [Number(value & 127n)]
    : [Number(value & 127n) | 128, ...signedLeb(value >> 7n)];
}

// Builds the Rego compiler (this folder) to dist/rego/compiler.wasm.zst and writes dist/rego/program.json,
// which says what it was made of. Does nothing when neither the sources nor the Go version changed.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import zlib from 'node:zlib';
import { startBefore } from './start-before.mjs';

const source = path.dirname(fileURLToPath(import.meta.url));
const target = path.resolve(source, '../../../dist/rego');
const oldest = [1, 26];

const inputs = digestOfInputs();
const version = goVersion();
if (!isCurrent(inputs, version)) {
  requireGo(version);
  build(inputs, version);
}

/** For example `go1.26.8`; null when there is no Go. */
function goVersion() {
  try {
    return execFileSync('go', ['env', 'GOVERSION'], {
      cwd: source,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return null;
  }
}

function requireGo(version) {
  if (version === null) stop('Go was not found.');
  const [major = 0, minor = 0] = version.replace(/^go/, '').split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1])) stop(`${version} is too old.`);
}

function stop(reason) {
  console.error(
    `${reason} Building mcp from source takes Go ${oldest.join('.')} or later, for the Rego compiler in src/rego/compiler.\n` +
      'Install it from https://go.dev/dl/ and run "npm run build" again. The published package needs no Go.',
  );
  process.exit(1);
}

function digestOfInputs() {
  const hash = createHash('sha256');
  const files = readdirSync(source).filter((name) => /(\.go|\.mjs|^go\.(mod|sum))$/.test(name));
  for (const name of files.sort()) hash.update(`\0${name}\0`).update(readFileSync(path.join(source, name)));
  return hash.digest('hex');
}

/** Without Go, a program of the same sources will do. */
function isCurrent(digest, version) {
  try {
    const manifest = JSON.parse(readFileSync(path.join(target, 'program.json'), 'utf8'));
    const sameGo = version === null || manifest.go === version;
    return sameGo && manifest.inputs === digest && existsSync(path.join(target, manifest.file));
  } catch {
    return false;
  }
}

function build(digest, version) {
  console.error('Building the Rego compiler with Go (half a minute, a few on the first time) ...');
  const scratch = mkdtempSync(path.join(tmpdir(), 'mcp-rego-'));
  try {
    const wasm = path.join(scratch, 'compiler.wasm');
    execFileSync(
      'go',
      ['build', '-buildmode=c-shared', '-trimpath', '-buildvcs=false', '-ldflags', '-s -w', '-o', wasm, '.'],
      {
        cwd: source,
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { ...process.env, GOOS: 'wasip1', GOARCH: 'wasm', GOWASM: '' },
      },
    );
    write(startBefore(readFileSync(wasm), compileOnce), { inputs: digest, go: version });
  } catch (error) {
    console.error(`The Rego compiler could not be built: ${error.message}`);
    process.exitCode = 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** What compiling fills on first use, for example the tables of builtins and OPA's own Wasm, is then there from the start. */
function compileOnce(exports) {
  const ask = (operation, request) => {
    const bytes = Buffer.from(JSON.stringify(request));
    const address = exports.mcp_request_buffer(bytes.length) >>> 0;
    new Uint8Array(exports.memory.buffer).set(bytes, address);
    const packed = exports[operation]();
    const [pointer, length] = [packed >> 32n, packed].map((half) => Number(BigInt.asUintN(32, half)));
    const { problems } = JSON.parse(Buffer.from(exports.memory.buffer, pointer, length).toString());
    if (problems !== null) throw new Error(`the first policy does not compile: ${JSON.stringify(problems)}`);
  };
  const modules = [
    '# METADATA\n# title: first\npackage first\n\ndeny contains sprintf("%s", [input.name]) if not input.named\n',
  ];
  ask('mcp_inspect', { modules });
  ask('mcp_compile', { modules, entrypoints: ['first/deny'] });
}

function write(wasm, origin) {
  mkdirSync(target, { recursive: true });
  const { file, bytes } = pack(wasm);
  const manifest = {
    file,
    opa: /open-policy-agent\/opa v(\S+)/.exec(readFileSync(path.join(source, 'go.mod'), 'utf8'))?.[1],
    program: createHash('sha256').update(wasm).digest('hex'),
    ...origin,
  };
  // The manifest goes last: whoever finds it finds the program that it describes.
  replace(file, bytes);
  replace('program.json', `${JSON.stringify(manifest, null, 2)}\n`);
}

/** Zstandard unpacks in 80 ms to brotli's 120, at 4 % more bytes; Node 20 has none. */
function pack(wasm) {
  if (zlib.zstdCompressSync === undefined)
    return {
      file: 'compiler.wasm.br',
      bytes: zlib.brotliCompressSync(wasm, {
        params: { [zlib.constants.BROTLI_PARAM_QUALITY]: 9, [zlib.constants.BROTLI_PARAM_LGWIN]: 24 },
      }),
    };
  return {
    file: 'compiler.wasm.zst',
    bytes: zlib.zstdCompressSync(wasm, {
      params: { [zlib.constants.ZSTD_c_compressionLevel]: 19, [zlib.constants.ZSTD_c_windowLog]: 25 },
    }),
  };
}

function replace(name, content) {
  const temporary = path.join(target, `.${name}.${process.pid}`);
  writeFileSync(temporary, content);
  renameSync(temporary, path.join(target, name));
}

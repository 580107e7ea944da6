import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { McpError } from '../model/error.ts';
import { refusedBuiltins } from './refused.ts';
import type {
  CompileResponse,
  InspectResponse,
  PackageDocument,
  RegoBackend,
  RegoProblem,
  RegoText,
  RuleDocument,
} from './backend.ts';

interface OpaLocation {
  readonly file: string;
  readonly row: number;
  readonly col: number;
}

interface OpaErrors {
  readonly errors?: readonly {
    readonly code: string;
    readonly message: string;
    readonly location?: OpaLocation;
  }[];
}

interface OpaModule {
  readonly package: { readonly path: readonly { readonly value: string }[]; readonly location: OpaLocation };
  readonly annotations?: readonly {
    readonly scope: string;
    readonly title?: string;
    readonly description?: string;
    readonly custom?: Record<string, unknown>;
    readonly location: OpaLocation;
  }[];
  readonly rules?: readonly {
    readonly location: OpaLocation;
    readonly head: {
      readonly ref: readonly { readonly value: string }[];
      readonly args?: unknown;
      readonly value?: unknown;
    };
  }[];
}

/** Compiles with an `opa` 1.x binary on PATH; undefined when there is none. What rules read is not found out that way. */
export async function opaBinaryBackend(): Promise<RegoBackend | undefined> {
  const { execa } = await import('execa');
  const version = await execa('opa', ['version'], { reject: false, timeout: 20_000 });
  const number = /^Version: (1\.\S+)/m.exec(version.stdout)?.[1];
  if (version.failed || number === undefined) return undefined;

  const run = async (folder: string, args: readonly string[]) => {
    const { stdout, stderr, exitCode } = await execa('opa', args, {
      cwd: folder,
      reject: false,
      timeout: 120_000,
    });
    return { stdout, stderr, ok: exitCode === 0 };
  };
  type Run = (args: readonly string[]) => ReturnType<typeof run>;

  const inFolder = async <Result>(
    texts: readonly RegoText[],
    allow: readonly string[],
    work: (opa: Run, folder: string) => Promise<Result>,
  ) => {
    const folder = await mkdtemp(join(tmpdir(), 'mcp-opa-'));
    try {
      const plain = texts.map(requirePlain);
      await Promise.all(plain.map((text, index) => writeFile(join(folder, fileName(index)), text)));
      const current = JSON.parse((await run(folder, ['capabilities', '--current'])).stdout) as Capabilities;
      const builtins = current.builtins.filter(
        ({ name }) => !refusedBuiltins.has(name) || allow.includes(name),
      );
      await writeFile(join(folder, 'capabilities'), JSON.stringify({ ...current, builtins, allow_net: [] }));
      return await work((args) => run(folder, args), folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  return {
    id: `opa-${number}-binary`,
    inspect: (texts, allow) =>
      inFolder(texts, allow, (opa) =>
        inspect(
          opa,
          texts.map((_text, index) => fileName(index)),
        ),
      ),
    compile: (texts, entrypoints, allow) =>
      inFolder(texts, allow, (opa, folder) => compile(opa, folder, entrypoints)),
  };
}

function requirePlain(text: RegoText): string {
  if (typeof text === 'string') return text;
  throw new McpError('REGO_UNAVAILABLE', 'Rego v0 and Gatekeeper templates take the built-in compiler', {
    hint: 'Run "npm run build" in the checkout (it takes Go) or install the published package.',
  });
}

interface Capabilities {
  readonly builtins: readonly { readonly name: string }[];
}

type Opa = (args: readonly string[]) => Promise<{ stdout: string; stderr: string; ok: boolean }>;

async function inspect(opa: Opa, files: readonly string[]): Promise<InspectResponse> {
  const check = await opa(['check', '--format', 'json', '--capabilities', 'capabilities', ...files]);
  if (!check.ok) return { problems: problemsOf(check.stdout, check.stderr), packages: [] };
  const packages = new Map<string, PackageDocument>();
  for (const file of files) {
    const parsed = await opa(['parse', '--format', 'json', '--json-include', 'locations,-comments', file]);
    if (!parsed.ok) return { problems: problemsOf(parsed.stdout, parsed.stderr), packages: [] };
    addModule(packages, JSON.parse(parsed.stdout) as OpaModule);
  }
  return {
    problems: [],
    packages: [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, document]) => document),
  };
}

function addModule(packages: Map<string, PackageDocument>, module: OpaModule): void {
  const path = module.package.path.slice(1).map(({ value }) => value);
  const key = path.join('\0');
  const known = packages.get(key);
  const own = module.annotations?.find(({ scope }) => scope === 'package');
  const rules = new Map(known?.rules.map((rule) => [rule.name, rule]));
  for (const { head, location } of module.rules ?? []) {
    const name = head.ref[0]?.value ?? '';
    const kind = kindOf(head);
    if (!rules.has(name))
      rules.set(name, {
        name,
        kind,
        position: place(location),
        reads: [[]],
        clock: true,
      } satisfies RuleDocument);
  }
  packages.set(key, {
    path,
    position: known?.position ?? place(module.package.location),
    annotations:
      own === undefined
        ? (known?.annotations ?? null)
        : {
            position: place(own.location),
            title: own.title ?? '',
            description: own.description ?? '',
            custom: own.custom ?? null,
          },
    rules: [...rules.values()],
    reads: known?.reads ?? [{ path: [], position: null }],
  });
}

function kindOf(head: {
  readonly ref: readonly unknown[];
  readonly args?: unknown;
  readonly value?: unknown;
}): string {
  if (head.args !== undefined) return 'function';
  if (head.ref.length > 1) return 'object';
  return head.value === undefined ? 'set' : 'complete';
}

async function compile(opa: Opa, folder: string, entrypoints: readonly string[]): Promise<CompileResponse> {
  const entries = entrypoints.flatMap((entrypoint) => ['--entrypoint', entrypoint]);
  const flags = [
    '--target',
    'wasm',
    '--prune-unused',
    '--capabilities',
    'capabilities',
    '--output',
    'bundle',
  ];
  const files = ['--ignore', 'capabilities', '.'];
  const built = await opa(['build', ...flags, ...entries, ...files]);
  if (!built.ok) return { problems: problemsOf(built.stdout, built.stderr), wasm: new Uint8Array() };
  return {
    problems: [],
    wasm: fileOfBundle(gunzipSync(await readFile(join(folder, 'bundle'))), '/policy.wasm'),
  };
}

/** A file of a tar archive: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html, "ustar". */
function fileOfBundle(archive: Buffer, name: string): Uint8Array<ArrayBuffer> {
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0;) {
    const size = parseInt(archive.toString('latin1', at + 124, at + 136), 8);
    const entry = archive.toString('latin1', at, archive.indexOf(0, at));
    if (entry === name) return new Uint8Array(archive.subarray(at + 512, at + 512 + size));
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`the bundle that opa built has no ${name}`);
}

function problemsOf(stdout: string, stderr: string): readonly RegoProblem[] {
  const text = stdout.trim().startsWith('{') ? stdout : stderr;
  try {
    const { errors = [] } = JSON.parse(text) as OpaErrors;
    return errors.map(({ code, message, location }) => ({
      code,
      message: explainRefusal(message),
      position: location === undefined ? null : place(location),
    }));
  } catch {
    return [{ code: 'rego_compile_error', message: text.trim(), position: null }];
  }
}

function explainRefusal(message: string): string {
  const name = message.replace(/^undefined function /, '');
  const reason = refusedBuiltins.get(name);
  return reason === undefined ? message : `${name} is refused: ${reason}`;
}

function fileName(index: number): string {
  return `${String(index).padStart(6, '0')}.rego`;
}

function place({ file, row, col }: OpaLocation) {
  return { module: parseInt(file, 10), row, column: Math.max(col, 1) };
}

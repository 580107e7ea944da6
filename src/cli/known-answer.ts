import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { defaultCacheDirectory } from './cache-directory.ts';
import type { ExitCode } from './exit-codes.ts';

/** What a command printed on stdout and ended with. */
interface Answer {
  readonly output: string;
  readonly exitCode: ExitCode;
}

/**
 * The answer of `mcp policy check FILE...` where the same files were checked before, by the same mcp: editors ask after
 * every save, and loading the command line takes longer than the rest. Undefined when it has to be worked out. The
 * question is kept beside its answer and compared, so the name of the entry needs no strong hash: `node:crypto` alone
 * takes 8 ms to load.
 */
export function knownAnswer(argv: readonly string[]): Answer | undefined {
  const question = questionOf(argv);
  if (question === null) return undefined;
  try {
    const [asked, check, text] = JSON.parse(readFileSync(entryFile(question), 'utf8')) as string[];
    if (asked !== question || text === undefined || check !== weakHash(text)) return undefined;
    return JSON.parse(text) as Answer;
  } catch {
    return undefined;
  }
}

/** Keeps an answer, if nothing but files decided it; a cache that cannot be written keeps nothing. */
export function rememberAnswer(argv: readonly string[], answer: Answer): void {
  const question = questionOf(argv);
  if (question === null) return;
  const text = JSON.stringify(answer);
  const file = entryFile(question);
  const temporary = `${file}.${process.pid}`;
  try {
    mkdirSync(folder(), { recursive: true });
    writeFileSync(temporary, JSON.stringify([question, weakHash(text), text]));
    renameSync(temporary, file);
  } catch {
    return;
  }
}

function folder(): string {
  return `${defaultCacheDirectory(process.env)}/answers`;
}

function entryFile(question: string): string {
  return `${folder()}/${weakHash(question)}`;
}

/** Null where more than the named files has a say: flags, folders, or the control catalogues of a policy repository. */
function questionOf([topic, command, ...paths]: readonly string[]): string | null {
  if (topic !== 'policy' || command !== 'check' || paths.length === 0) return null;
  if (paths.some((path) => path.startsWith('-')) || existsSync('mcp.yaml')) return null;
  // Colours depend on the terminal.
  const { FORCE_COLOR: forced } = process.env;
  if (process.stdout.isTTY || forced !== undefined) return null;
  const texts = paths.map(textOf);
  return texts.includes(null) ? null : JSON.stringify([ourselves(), paths, texts]);
}

function textOf(path: string): string | null {
  try {
    return statSync(path).isFile() ? readFileSync(path, 'latin1') : null;
  } catch {
    return null;
  }
}

/** The program that answers: its version, and the compiler; in a checkout both may change while the version stays. */
function ourselves(): readonly unknown[] {
  const files = ['../../package.json', '../pipeline/check-policies.js', '../rego/compiler.json'];
  return files.map((file) => {
    const { size, mtimeMs } = statSync(new URL(file, import.meta.url), { throwIfNoEntry: false }) ?? {};
    return [size, mtimeMs];
  });
}

/** 64 bits of FNV-1a in two halves: spreads well, protects nothing. */
function weakHash(text: string): string {
  let [left, right] = [0x811c9dc5, 0x050c5d1f];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    left = Math.imul(left ^ unit, 0x01000193);
    right = Math.imul(right ^ (unit + 0x9e37), 0x01000193);
  }
  return [left, right].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

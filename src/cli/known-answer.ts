import { InputFiles } from '../runtime/input-files.ts';
import type { FileStep } from '../runtime/input-files.ts';
import { defaultCacheDirectory } from './cache-directory.ts';
import type { ExitCode } from './exit-codes.ts';

// An import of node:fs would load its promises too.
const { fstatSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } =
  process.getBuiltinModule('node:fs');

/** What a command printed on stdout and ended with. */
interface Answer {
  readonly output: string;
  readonly exitCode: ExitCode;
}

interface Question {
  /** Where its answer is kept: one for each command line and folder. */
  readonly file: string;
  /** All that decides the answer beside the files that are read. */
  readonly text: string;
}

/** As kept: the question, the files that were read, what was in them, the answer. */
type Entry = readonly [question: string, steps: readonly FileStep[], contents: string, answer: Answer];

/** Longer answers take as long to read as to work out. */
const longestEntry = 16 * 1024 * 1024;

/**
 * The answer of a command that was given before, by the same mcp, to the same command line, while it would read the same
 * files with the same contents: editors and hooks ask again and again, and loading the command line takes longer than
 * that. Undefined when it has to be worked out.
 */
export function knownAnswer(argv: readonly string[]): Answer | undefined {
  try {
    const question = questionOf(argv);
    if (question === null) return undefined;
    const stored = readFileSync(question.file, 'utf8');
    const body = stored.slice(weakHashLength);
    if (weakHash(body) !== stored.slice(0, weakHashLength)) return undefined;
    const [text, steps, contents, answer] = JSON.parse(body) as Entry;
    if (text !== question.text) return undefined;
    return InputFiles.replay(steps)?.contents === contents ? answer : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Keeps an answer that nothing decided but the command line and `files`, which saw all that was read. A cache that
 * cannot be written keeps nothing.
 */
export function rememberAnswer(argv: readonly string[], files: InputFiles, answer: Answer): void {
  try {
    const question = questionOf(argv);
    const { steps } = files;
    if (question === null || steps === null) return;
    const body = JSON.stringify([question.text, steps, files.contents, answer] satisfies Entry);
    if (body.length > longestEntry) return;
    const temporary = `${question.file}.${process.pid}`;
    mkdirSync(folder(), { recursive: true });
    writeFileSync(temporary, `${weakHash(body)}${body}`, { mode: 0o600 });
    renameSync(temporary, question.file);
  } catch {
    return;
  }
}

function folder(): string {
  return `${defaultCacheDirectory(process.env)}/answers`;
}

/** Null for commands that never know their answer, for colours, and where we cannot say which program we are. */
function questionOf(argv: readonly string[]): Question | null {
  const [topic, command] = argv;
  if (topic !== 'policy' || (command !== 'check' && command !== 'eval')) return null;
  if (process.env['FORCE_COLOR'] !== undefined || isTerminal(1)) return null;
  const variables = Object.entries(process.env)
    .filter(([name]) => name.startsWith('MCP_') && name !== 'MCP_CACHE_DIR')
    .sort();
  const asked = JSON.stringify([process.cwd(), argv, variables]);
  return { file: `${folder()}/${weakHash(asked)}`, text: JSON.stringify([asked, ourselves()]) };
}

/** Asking the stream itself would load it. */
function isTerminal(descriptor: number): boolean {
  return fstatSync(descriptor).isCharacterDevice() && process.getBuiltinModule('node:tty').isatty(descriptor);
}

/**
 * The program that answers: Node, our version, the compiler (throws without one), and when they were installed or, in a
 * checkout, built.
 */
function ourselves(): readonly unknown[] {
  // Paths, because working with URLs takes Node 2 ms.
  const root = `${import.meta.dirname}/../..`;
  const files = [`${root}/package.json`, `${root}/dist/rego/program.json`];
  const build = statSync(`${root}/dist/.tsbuildinfo`, { throwIfNoEntry: false });
  return [
    process.version,
    ...files.map((file) => [readFileSync(file, 'utf8'), statSync(file).ctimeMs]),
    build?.ctimeMs ?? null,
  ];
}

const weakHashLength = 16;

/** 64 bits of FNV-1a in two halves, in hexadecimal digits: finds damage and spreads names, protects nothing. */
function weakHash(text: string): string {
  let [left, right] = [0x811c9dc5, 0x050c5d1f];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    left = Math.imul(left ^ unit, 0x01000193);
    right = Math.imul(right ^ (unit + 0x9e37), 0x01000193);
  }
  return [left, right].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
}

import { lstat, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { McpError } from '../model/error.ts';
import { runGit } from '../git/git-process.ts';
import { parseLocation } from '../git/location.ts';

/** Workflows that `mcp init` can write. */
export const pipelines = ['github', 'gitlab'] as const;
export type Pipeline = (typeof pipelines)[number];

export interface InitOptions {
  /** The folder that becomes a policy repository; made if it is not there. */
  readonly directory: string;
  /** The name of the fleet; absent: that of the folder. */
  readonly name: string | undefined;
  /** The fleet repository; absent: a bare one beside the folder, made if it is not there. */
  readonly repository: string | undefined;
  readonly pipelines: readonly Pipeline[];
}

export interface InitResult {
  readonly directory: string;
  readonly name: string;
  readonly repository: string;
  /** Relative to the directory, sorted. */
  readonly files: readonly string[];
  /** Whether the fleet repository was made. */
  readonly madeRepository: boolean;
}

const scaffold = new URL('../scaffold/', import.meta.url);

/** Where the files of the scaffold go, and under which name: a package cannot hold every name with a dot. */
const files: readonly (readonly [source: string, target: string, pipeline?: Pipeline])[] = [
  ['README.md', 'README.md'],
  ['mcp.yaml', 'mcp.yaml'],
  ['gitignore', '.gitignore'],
  ['clusters/README.md', 'clusters/README.md'],
  ['clusters/sample.yaml', 'clusters/sample.yaml'],
  ['placements/all.yaml', 'placements/all.yaml'],
  ['baselines/guard-rails.yaml', 'baselines/guard-rails.yaml'],
  ['baselines/network-default-deny.yaml', 'baselines/network-default-deny.yaml'],
  ['baselines/pod-security.yaml', 'baselines/pod-security.yaml'],
  ['baselines/rbac-guard-rails.yaml', 'baselines/rbac-guard-rails.yaml'],
  ['policies/namespace-owner.rego', 'policies/namespace-owner.rego'],
  ['policies/namespace-owner_test.rego', 'policies/namespace-owner_test.rego'],
  ['policies/controls/own.yaml', 'policies/controls/own.yaml'],
  ['exceptions/README.md', 'exceptions/README.md'],
  ['github.yaml', '.github/workflows/policy.yaml', 'github'],
  ['gitlab.yaml', '.gitlab-ci.yml', 'gitlab'],
];

/**
 * Writes a policy repository with the shipped baseline, sample clusters and workflows, and makes the folder a git repository
 * if it is in none. Nothing that exists is written over: USAGE names it, and nothing is written then.
 */
export async function init(options: InitOptions): Promise<InitResult> {
  const directory = resolve(options.directory);
  const name = fleetName(options.name ?? basename(directory), options.name === undefined);
  const repository = options.repository ?? `../${name}-fleet.git`;
  const values = { NAME: name, REPOSITORY: JSON.stringify(repository), HOST: hostOf(repository) };
  const wanted = files.filter(([, , of]) => of === undefined || options.pipelines.includes(of));
  const written = await Promise.all(
    wanted.map(async ([source, path]) => ({ path, text: fill(await readScaffold(source), values) })),
  );
  await requireFree(
    directory,
    written.map(({ path }) => path),
  );
  try {
    for (const { path, text } of written) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), text, { flag: 'wx' });
    }
  } catch (cause) {
    throw new McpError('USAGE', `${directory} cannot be written: ${String(cause)}`, {
      hint: 'Name a folder that you may write to.',
      cause,
    });
  }
  await gitInit(directory);
  const madeRepository = options.repository === undefined && (await makeBare(directory, repository));
  return { directory, name, repository, files: written.map(({ path }) => path).sort(), madeRepository };
}

function fleetName(name: string, fromFolder: boolean): string {
  if (/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/u.test(name)) return name;
  throw new McpError('USAGE', `${JSON.stringify(name)} cannot be the name of a fleet`, {
    hint: fromFolder
      ? 'The folder gives the name; give another one with --name.'
      : 'Use lower-case letters, digits and dashes, at most 63 characters.',
  });
}

/** What `MCP_GIT_HOST` of the workflows says: where the token may go. */
function hostOf(repository: string): string {
  const location = parseLocation(repository);
  if (location.kind === 'http') {
    if (location.password !== null) {
      throw new McpError('USAGE', 'The URL of the fleet repository holds a password', {
        hint: 'Leave it out: mcp.yaml is read by many. Give MCP_GIT_TOKEN to the pipeline.',
      });
    }
    return new URL(location.url).host;
  }
  return location.kind === 'ssh' ? location.destination.replace(/^.*@/u, '') : 'git.example.com';
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/__([A-Z]+)__/gu, (hole, key: string) => values[key] ?? hole);
}

async function readScaffold(path: string): Promise<string> {
  return readFile(new URL(path, scaffold), 'utf8');
}

async function requireFree(directory: string, paths: readonly string[]): Promise<void> {
  const taken = await Promise.all(paths.map(async (path) => (await exists(join(directory, path))) && path));
  const names = taken.filter((path) => path !== false);
  if (names.length === 0) return;
  throw new McpError('USAGE', `${directory} holds ${names.join(', ')} already`, {
    hint: 'Nothing was written. Begin in an empty folder, or move these away.',
  });
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}

async function gitInit(directory: string): Promise<void> {
  const { stdout, code } = await runGit(['rev-parse', '--is-inside-work-tree'], { directory });
  if (code === 0 && stdout.toString().trim() === 'true') return;
  await git(['init', '--quiet', '--initial-branch=main', '.'], directory);
}

/** True when it was made, false when there is something at that place already. */
async function makeBare(directory: string, repository: string): Promise<boolean> {
  if (await exists(resolve(directory, repository))) return false;
  await git(['init', '--quiet', '--bare', '--initial-branch=main', repository], directory);
  return true;
}

async function git(args: readonly string[], directory: string): Promise<void> {
  const { code, stderr } = await runGit(args, { directory });
  if (code !== 0) throw new McpError('USAGE', `git ${args[0] ?? ''} failed in ${directory}: ${stderr}`);
}

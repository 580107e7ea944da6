import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { McpError } from '../model/error.ts';
import type { McpErrorCode } from '../model/error.ts';
import type { RunContext } from '../model/ports.ts';
import type { FleetConfig } from '../model/workspace.ts';
import { regoCompilerStatus } from '../rego/compiler-status.ts';
import { describeHub, hubReader } from './ask-hubs.ts';
import { openFleet } from './open-fleet.ts';
import type { FleetOptions } from './open-fleet.ts';
import { openPolicyRepository, readWorkspace } from './open-source.ts';
import { lastRecordedRun } from './recorded-run.ts';
import { count } from './stage-timer.ts';

/** One thing that a run needs, and whether it is there. */
export interface Check {
  readonly name: string;
  /** `skipped`: an earlier failure leaves nothing to check. */
  readonly state: 'ok' | 'failed' | 'skipped';
  readonly detail: string;
  readonly code?: McpErrorCode;
  readonly hint?: string;
}

/** Examines the machine, then the policy repository, its hubs and the fleet repository; never throws for what it finds. */
export async function examine(options: FleetOptions, context: RunContext): Promise<readonly Check[]> {
  const machine = [
    await check('Node.js', () => Promise.resolve(process.version)),
    await check('git', gitVersion),
    await check('Rego compiler', () => regoCompilerStatus()),
    await check('cache', () => writable(options.cacheDirectory)),
  ];
  let entries: FleetConfig['inventory'] = [];
  const policies = await check('policy repository', async () => {
    const source = await openPolicyRepository(options, context);
    const { fleet, baselines, placements } = await readWorkspace(source, options, context, null);
    entries = fleet.inventory;
    return `fleet ${fleet.name}: ${count(baselines.length, 'baseline')}, ${count(placements.length, 'placement')}`;
  });
  const fleet =
    policies.state === 'ok'
      ? await check('fleet repository', () => describeFleet(options, context))
      : skipped('fleet repository', 'the policy repository says where it is');
  const askHub = hubReader(options, context);
  const hubs = [];
  for (const entry of entries) {
    if ('hub' in entry) hubs.push(await check('hub', async () => describeHub(await askHub(entry.hub))));
  }
  return [...machine, policies, ...hubs, fleet];
}

async function describeFleet(options: FleetOptions, context: RunContext): Promise<string> {
  const fleet = await openFleet(options, context, null);
  try {
    const recorded = await lastRecordedRun(fleet);
    const last = recorded === null ? 'no run recorded yet' : `last run ${recorded.record.id}`;
    return `${fleet.remote.url}: ${last}`;
  } finally {
    await fleet.remote.close();
  }
}

function skipped(name: string, detail: string): Check {
  return { name, state: 'skipped', detail };
}

async function check(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { name, state: 'ok', detail: await look() };
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    return {
      name,
      state: 'failed',
      detail: error.message,
      code: error.code,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
    };
  }
}

async function gitVersion(): Promise<string> {
  const hint = 'Install git 2.31 or later and put it on PATH.';
  let version: string;
  try {
    const { stdout } = await promisify(execFile)('git', ['--version']);
    version = stdout.trim().replace(/^git version /u, '');
  } catch (cause) {
    throw new McpError('GIT_UNAVAILABLE', 'git is not to be found', { hint, cause });
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 2 || (major === 2 && minor >= 31)) return version;
  throw new McpError('GIT_UNAVAILABLE', `git ${version} is too old`, { hint });
}

async function writable(directory: string): Promise<string> {
  const file = join(directory, `.probe-${process.pid}`);
  try {
    await mkdir(directory, { recursive: true });
    await writeFile(file, '');
    await rm(file);
    return directory;
  } catch (cause) {
    throw new McpError('USAGE', `${directory} cannot be written`, {
      hint: 'Runs work without it, but slower; name another folder with --cache-dir or MCP_CACHE_DIR.',
      cause,
    });
  }
}

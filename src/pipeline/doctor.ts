import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { McpError } from '../model/error.ts';
import type { McpErrorCode } from '../model/error.ts';
import type { RunContext } from '../model/ports.ts';
import { regoCompilerStatus } from '../rego/compiler-status.ts';
import { listFleet } from './list-fleet.ts';
import { openFleet } from './open-fleet.ts';
import type { Fleet, FleetOptions } from './open-fleet.ts';
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

/** Examines the machine, then the policy repository, then the fleet repository; never throws for what it finds. */
export async function examine(options: FleetOptions, context: RunContext): Promise<readonly Check[]> {
  const machine = [
    await check('Node.js', () => Promise.resolve(process.version)),
    await check('git', gitVersion),
    await check('Rego compiler', () => regoCompilerStatus()),
    await check('cache', () => writable(options.cacheDirectory)),
  ];
  let fleet: Fleet | undefined;
  const repository = await check('policy repository', async () => {
    fleet = await openFleet(options, context);
    const { workspace } = fleet;
    return `fleet ${workspace.fleet.name}: ${count(workspace.baselines.length, 'baseline')}, ${count(workspace.placements.length, 'placement')}`;
  });
  return [...machine, repository, await fleetCheck(fleet, context)];
}

async function fleetCheck(fleet: Fleet | undefined, context: RunContext): Promise<Check> {
  const name = 'fleet repository';
  if (fleet === undefined)
    return { name, state: 'skipped', detail: 'the policy repository says where it is' };
  const { remote } = fleet;
  try {
    return await check(name, async () => {
      const { refs, recorded } = await listFleet(fleet, context);
      const last = recorded === null ? 'no run recorded yet' : `last run ${recorded.record.id}`;
      return `${remote.url}: ${count(refs.size, 'branch', 'branches')}, ${last}`;
    });
  } finally {
    await remote.close();
  }
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
  try {
    const { stdout } = await promisify(execFile)('git', ['--version']);
    return stdout.trim().replace(/^git version /u, '');
  } catch (cause) {
    throw new McpError('GIT_UNAVAILABLE', 'git is not to be found', {
      hint: 'Install git 2.36 or later and put it on PATH.',
      cause,
    });
  }
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

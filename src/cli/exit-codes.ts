import type { McpErrorCode } from '../model/error.ts';
import { isStopped } from '../model/rollout.ts';
import type { SyncResult } from '../pipeline/sync.ts';

/** What a command ends with: the contract with pipelines, listed in docs/reference/exit-codes.md. */
export const exitCodes = {
  /** Everything is as it should be. */
  clean: 0,
  /** A policy is violated, or something blocks a cluster, or `plan --exit-code` found changes, or a branch drifted. All other clusters were served. */
  violations: 1,
  /** The command line, the configuration or the inventory is wrong. Nothing was written. */
  usage: 2,
  /** Some clusters could not be delivered; they are recorded, the next run takes them up. */
  partial: 3,
  /** The fleet repository or a hub refuses the credentials, the key that is to sign cannot be used, or nobody trusted signed the source. */
  authentication: 4,
  /** The fleet repository or a hub does not answer, or not as it should. */
  remote: 5,
  /** A bug of ours. */
  bug: 70,
  /** SIGINT or SIGTERM. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

const byErrorCode: Readonly<Record<McpErrorCode, ExitCode>> = {
  USAGE: exitCodes.usage,
  CONFIG_YAML: exitCodes.usage,
  CONFIG_INVALID: exitCodes.usage,
  CONFIG_REFERENCE: exitCodes.usage,
  CONFIG_DUPLICATE: exitCodes.usage,
  CONFIG_UNSUPPORTED: exitCodes.usage,
  CEL_INVALID: exitCodes.usage,
  CEL_FAILED: exitCodes.usage,
  TEMPLATE_INVALID: exitCodes.usage,
  REGO_INVALID: exitCodes.usage,
  REGO_FAILED: exitCodes.usage,
  REGO_UNAVAILABLE: exitCodes.usage,
  SOURCE_NOT_FOUND: exitCodes.usage,
  SOURCE_UNREADABLE: exitCodes.usage,
  SOURCE_UNTRUSTED: exitCodes.authentication,
  INVENTORY_FAILED: exitCodes.usage,
  HUB_AUTH: exitCodes.authentication,
  HUB_UNREACHABLE: exitCodes.remote,
  PLAN_INVALID: exitCodes.usage,
  PLAN_OUTDATED: exitCodes.usage,
  REMOVALS_EXCEEDED: exitCodes.usage,
  REMOTE_AUTH: exitCodes.authentication,
  REMOTE_UNREACHABLE: exitCodes.remote,
  REMOTE_PROTOCOL: exitCodes.remote,
  LEDGER_INVALID: exitCodes.remote,
  LEDGER_CONTENDED: exitCodes.partial,
  RETRY_REFUSED: exitCodes.usage,
  SIGNING_FAILED: exitCodes.authentication,
  GIT_UNAVAILABLE: exitCodes.usage,
  INTERRUPTED: exitCodes.interrupted,
};

export function exitCodeOf(code: McpErrorCode): ExitCode {
  return byErrorCode[code];
}

/**
 * How a sync ends: a failed push weighs more than a blocked cluster, a rollout that stopped or a denial about the fleet, an
 * interruption more than all.
 */
export function syncExitCode(
  { outcomes, fleetEvaluation, rollouts }: Pick<SyncResult, 'outcomes' | 'fleetEvaluation' | 'rollouts'>,
  interrupted: boolean,
): ExitCode {
  const kinds = new Set(outcomes.map((outcome) => outcome.kind));
  if (interrupted) return exitCodes.interrupted;
  if (kinds.has('failed')) return exitCodes.partial;
  const denied = (fleetEvaluation?.denials.length ?? 0) > 0;
  return denied || rollouts.some(isStopped) || kinds.has('blocked') ? exitCodes.violations : exitCodes.clean;
}

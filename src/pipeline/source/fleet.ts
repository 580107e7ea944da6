import { McpError } from '../../model/error.ts';
import type { HubConfig } from '../../model/hub.ts';
import { isRefName } from '../../git/ref-name.ts';
import type { PolicySource, RegoVersion } from '../../model/policy.ts';
import type { SourcePosition } from '../../model/position.ts';
import type {
  DeliveryConfig,
  FleetConfig,
  RemovalPolicy,
  SigningConfig,
  SourceDocument,
} from '../../model/workspace.ts';
import { durationOf } from './duration.ts';

/** What schemas/fleet.json lets pass. */
interface FleetDocument {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly inventory: readonly {
      readonly path?: string;
      readonly hub?: Partial<Omit<HubConfig, 'position'>>;
    }[];
    readonly delivery: {
      readonly repository: string;
      readonly branch?: string;
      readonly ledgerBranch?: string;
      readonly healthBranch?: string;
      readonly removalPolicy?: RemovalPolicy;
      readonly maxRemovals?: string | number;
      readonly timeout?: string;
      readonly author?: { readonly name?: string; readonly email?: string };
      readonly signing?: 'git' | { readonly format?: 'ssh' | 'openpgp'; readonly key?: string };
    };
    readonly exceptions?: { readonly maxDays?: number };
    readonly policies?: readonly (string | PolicyUseDocument)[];
    readonly frameworks?: readonly string[];
  };
}

interface PolicyUseDocument extends Partial<PolicyUse['settings']> {
  readonly use: string;
  readonly data?: readonly string[];
  readonly regoVersion?: RegoVersion;
}

/** A policy set as the fleet names it. */
export interface PolicyUse {
  readonly use: string;
  readonly settings: Pick<PolicySource, 'parameters' | 'allow' | 'timeLimit'>;
  /** Files and folders with what the policies see as `data`. */
  readonly data: readonly { readonly path: string; readonly position: SourcePosition }[];
  readonly regoVersion: RegoVersion;
  readonly position: SourcePosition;
}

/** A control catalogue as the fleet names it. */
export interface FrameworkName {
  readonly name: string;
  readonly position: SourcePosition;
}

export interface FleetSettings {
  readonly config: FleetConfig;
  readonly policies: readonly PolicyUse[];
  /** What reports are about; null: the fleet leaves it open. */
  readonly frameworks: readonly FrameworkName[] | null;
}

/** Reads a valid Fleet and applies the defaults. Throws CONFIG_INVALID and CONFIG_UNSUPPORTED. */
export function readFleet(document: SourceDocument): FleetSettings {
  const { metadata, spec } = document.value as unknown as FleetDocument;
  return {
    config: {
      name: metadata.name,
      inventory: spec.inventory.map(({ path, hub }, index) => {
        const at = (field: string) => document.positionOf(['spec', 'inventory', index, field]);
        return path === undefined ? { hub: readHubConfig(hub, at('hub')) } : { path, position: at('path') };
      }),
      delivery: readDelivery(spec.delivery, document),
      exceptions: { maxDays: spec.exceptions?.maxDays ?? 366 },
      position: document.positionOf([]),
    },
    policies: (spec.policies ?? []).map((policy, index) => {
      if (typeof policy === 'string')
        return {
          use: policy,
          settings: { parameters: {} },
          data: [],
          regoVersion: 'v1',
          position: document.positionOf(['spec', 'policies', index]),
        };
      const { use, parameters = {}, data = [], regoVersion = 'v1', ...settings } = policy;
      return {
        use,
        settings: { parameters, ...settings },
        data: data.map((path, at) => ({
          path,
          position: document.positionOf(['spec', 'policies', index, 'data', at]),
        })),
        regoVersion,
        position: document.positionOf(['spec', 'policies', index, 'use']),
      };
    }),
    frameworks:
      spec.frameworks?.map((name, index) => ({
        name,
        position: document.positionOf(['spec', 'frameworks', index]),
      })) ?? null,
  };
}

function readHubConfig(hub: Partial<HubConfig> = {}, position: SourcePosition): HubConfig {
  const { context = null, kubeconfig = null, kinds = null, namespaces = null, allowEmpty = false } = hub;
  return { context, kubeconfig, kinds, namespaces, allowEmpty, position };
}

function readDelivery(delivery: FleetDocument['spec']['delivery'], document: SourceDocument): DeliveryConfig {
  const at = (field: string) =>
    document.positionOf(['spec', 'delivery', ...(Object.hasOwn(delivery, field) ? [field] : [])]);
  checkRepository(delivery.repository, at('repository'));
  const ledgerBranch = delivery.ledgerBranch ?? 'mcp/ledger';
  const healthBranch = delivery.healthBranch ?? 'mcp/health';
  checkBranch(ledgerBranch, 'mcp/ledger', at('ledgerBranch'));
  checkBranch(healthBranch, 'mcp/health', at('healthBranch'));
  return {
    repository: delivery.repository,
    branch: delivery.branch ?? 'cluster/${cluster.name}',
    branchPosition: at('branch'),
    ledgerBranch,
    healthBranch,
    removalPolicy: delivery.removalPolicy ?? 'Keep',
    maxRemovals: Number.parseInt(String(delivery.maxRemovals ?? 10), 10) / 100,
    timeout: durationOf(delivery.timeout ?? '10m'),
    author: { name: delivery.author?.name ?? 'mcp', email: delivery.author?.email ?? 'mcp@localhost' },
    signing: readSigning(delivery.signing, at('signing')),
  };
}

function readSigning(
  signing: FleetDocument['spec']['delivery']['signing'],
  position: SourcePosition,
): SigningConfig | null {
  if (signing === undefined) return null;
  if (signing === 'git') return { from: 'git', position };
  const { format = 'ssh', key = null } = signing;
  // What stands here comes from the repository, and is handed to gpg or opened as a file.
  const form = format === 'ssh' ? /^(\/|~\/)[^\n]+$/ : /^(0x)?[0-9A-Fa-f]{16,40}!?$/;
  if (key === null || form.test(key)) return { from: 'key', format, key, position };
  throw new McpError('CONFIG_INVALID', `spec.delivery.signing.key is no key of the format ${format}.`, {
    position,
    hint:
      format === 'ssh'
        ? 'Give a path that begins with / or ~/; a key itself never belongs into the repository.'
        : 'Give a fingerprint, or the last 16 digits of it.',
  });
}

function checkBranch(name: string, usual: string, position: SourcePosition): void {
  if (isRefName(`refs/heads/${name}`)) return;
  throw new McpError('CONFIG_INVALID', `${JSON.stringify(name)} is no branch name.`, {
    position,
    hint: `See git-check-ref-format(1); the default is ${usual}.`,
  });
}

function checkRepository(repository: string, position: SourcePosition): void {
  if (repository.includes('${')) {
    throw new McpError('CONFIG_UNSUPPORTED', 'mcp does not deliver to several fleet repositories yet.', {
      position,
      hint: 'Name one repository, without a CEL hole.',
    });
  }
  if (URL.canParse(repository) && new URL(repository).password !== '') {
    throw new McpError('CONFIG_INVALID', 'spec.delivery.repository holds a password.', {
      position,
      hint: "Take it out, replace it (it has been in the repository's history), and use git's credential helpers.",
    });
  }
}

import type { ManifestSet } from '../../model/manifest.ts';
import type { PolicyMetadata, PolicyScope, PolicySource } from '../../model/policy.ts';
import type { RunContext } from '../../model/ports.ts';
import { RegoCompiler } from '../../rego/compile.ts';
import { GatekeeperJudge } from './gatekeeper-judge.ts';
import { openGatekeeperPolicies } from './gatekeeper-policies.ts';
import { Judge } from './judge.ts';
import type { Judgement } from './judge.ts';
import { noPolicy, openPolicySet, requireUniqueIds } from './policy-set.ts';

/** Policies that are evaluated together, whatever their form. */
export interface JudgedGroup {
  /** Those of conftest stand with the native ones. */
  readonly form: 'native' | 'gatekeeper';
  readonly scope: PolicyScope;
  /** What they see, as paths below `input.cluster` or `input.fleet`; the empty path is all of it. */
  readonly viewPaths: readonly (readonly string[])[];
  /** Whether a verdict may depend on the time of day. */
  readonly clock: boolean;
  /** `view` is what the group sees of the cluster, or of the fleet, as JSON. */
  judge(manifests: ManifestSet, view: string): Promise<readonly Judgement[]>;
}

export interface OpenSources {
  /** Sorted by id. */
  readonly policies: readonly PolicyMetadata[];
  readonly groups: readonly JudgedGroup[];
}

/**
 * Parses and checks policies in their three forms, told apart by what they are: Gatekeeper's are YAML documents, native
 * ones packages with a `custom.id`, conftest's packages without. Those of conftest are left out unless asked for.
 * Compiles nothing that is not evaluated.
 */
export async function openSources(
  sources: readonly PolicySource[],
  context: RunContext,
  { conftest }: { readonly conftest: boolean },
): Promise<OpenSources> {
  if (sources.length === 0) return { policies: [], groups: [] };
  const now = context.clock.now();
  const compiler = await RegoCompiler.open(context.cache);
  const opened: OpenSources[] = [];
  for (const source of sources) {
    const gatekeeper = await openGatekeeperPolicies(source, compiler, now);
    if (gatekeeper !== null) {
      const judge = new GatekeeperJudge(gatekeeper, context);
      const { clock } = gatekeeper.set;
      opened.push({
        policies: gatekeeper.policies,
        groups: [
          {
            form: 'gatekeeper',
            scope: 'object',
            viewPaths: [],
            clock,
            judge: (manifests) => judge.judge(manifests),
          },
        ],
      });
    }
    if (source.modules.length === 0 && gatekeeper !== null) continue;
    const set = await openPolicySet(source, compiler, now, conftest ? ['native', 'conftest'] : ['native']);
    if (conftest && gatekeeper === null && set.policies.length === 0) throw noPolicy(source);
    const judge = new Judge(set, context);
    opened.push({
      policies: set.policies,
      groups: set.groups.map((group) => ({
        form: 'native',
        scope: group.scope,
        viewPaths: group.viewPaths,
        clock: group.clock,
        judge: (manifests, view) => judge.judge(group, manifests, view),
      })),
    });
  }
  const policies = opened.flatMap((each) => each.policies).sort((a, b) => (a.id < b.id ? -1 : 1));
  requireUniqueIds(policies);
  return { policies, groups: opened.flatMap(({ groups }) => groups) };
}

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/model/json.ts';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { RegoProgram } from '../../src/rego/program.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';
import { memoryCache } from '../rego/memory-cache.ts';
import { openPodSecurityOracle } from './pod-security-oracle.ts';
import type { PodSecurityCheck, PodSecurityOracle } from './pod-security-oracle.ts';
import { pods } from './pod-security-pods.ts';
import { readFiles } from './rule-folders.ts';

/** The policies that stand for each check of the admission plugin. */
const policiesOf: Readonly<Record<string, readonly string[]>> = {
  allowPrivilegeEscalation: ['pod-privilege-escalation'],
  appArmorProfile: ['pod-apparmor'],
  capabilities_baseline: ['pod-capabilities-added'],
  capabilities_restricted: ['pod-capabilities-dropped'],
  hostNamespaces: ['pod-host-ipc', 'pod-host-network', 'pod-host-pid'],
  hostPathVolumes: ['pod-host-path'],
  hostPorts: ['pod-host-port'],
  hostProbesAndHostLifecycle: ['pod-host-probes'],
  privileged: ['pod-privileged'],
  procMount: ['pod-proc-mount'],
  procMount_restricted: ['pod-proc-mount-restricted'],
  restrictedVolumes: ['pod-volume-types'],
  runAsNonRoot: ['pod-run-as-non-root'],
  runAsUser: ['pod-root-user'],
  seLinuxOptions: ['pod-selinux'],
  seccompProfile_baseline: ['pod-seccomp-unconfined'],
  seccompProfile_restricted: ['pod-seccomp'],
  sysctls: ['pod-sysctls'],
  windowsHostProcess: ['pod-host-process'],
};

const newest = 37;
const versions = [...Array.from({ length: newest + 1 }, (_none, minor) => `v1.${minor}`), 'latest'];

const kinds: readonly (readonly [kind: string, wrap: (pod: JsonObject) => JsonObject])[] = [
  ['Pod', (pod) => pod],
  ['PodTemplate', (pod) => ({ template: pod })],
  ...['DaemonSet', 'Deployment', 'Job', 'ReplicaSet', 'ReplicationController', 'StatefulSet'].map(
    (kind) => [kind, (pod: JsonObject) => ({ spec: { template: pod } })] as const,
  ),
  ['CronJob', (pod) => ({ spec: { jobTemplate: { spec: { template: pod } } } })],
];

const oracle = openPodSecurityOracle();

describe.skipIf(oracle === undefined)('the Pod Security Standards, beside the admission plugin', async () => {
  if (oracle === undefined) return;
  const judge = await loadPolicies();

  it('have a policy for every check', () => {
    expect(oracle.checks.map(({ id }) => id).sort()).toEqual(Object.keys(policiesOf).sort());
    expect(Math.max(...oracle.checks.flatMap((check) => check.versions))).toBe(newest);
  });

  const fixtures = readFixtures(oracle);

  it('agree with the names of its test data', () => {
    expect(fixtures.length).toBeGreaterThan(4_000);
    const wrong = fixtures.filter(({ pod, level, version, check }) => {
      const forbidden = judge(pod, version);
      if (check !== null) return !forbidden.has(check.id);
      return demanded(oracle, level, Number(version.slice(3))).some((id) => forbidden.has(id));
    });
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('give its verdicts on its test data, before and after each change', () => {
    const changes = oracle.checks.flatMap((check) => check.versions);
    const turns = versions.filter(
      (_version, minor) => changes.includes(minor) || changes.includes(minor + 1),
    );
    const unique = [...new Map(fixtures.map(({ pod }) => [JSON.stringify(pod), pod])).values()];
    expect(compare(oracle, judge, unique, () => [...turns, 'latest']).differences.slice(0, 3)).toEqual([]);
  });

  it('give its verdicts on generated pods, in some versions each', () => {
    const generated = fc.sample(pods, { numRuns: 2_500, seed: 20_261_124 });
    const { differences, compared, seen } = compare(oracle, judge, generated, (index) =>
      [7, 13, 17].map((step) => versions[(index * step) % versions.length] ?? 'latest'),
    );
    expect(differences.slice(0, 3)).toEqual([]);
    expect(compared).toBeGreaterThan(2_000);
    const forms = oracle.checks.flatMap((check) => check.versions.map((minor) => `${check.id} ${minor}`));
    expect([...seen].sort()).toEqual(forms.flatMap((form) => [`${form} false`, `${form} true`]).sort());
  });
});

/** Gives the checks that forbid a pod, as the policies have it, with the pod in one kind after another. */
async function loadPolicies(): Promise<(pod: JsonObject, version: string) => ReadonlySet<string>> {
  const sources = readFiles('policies', '*.rego').filter(({ path }) => !path.endsWith('_test.rego'));
  const rules = Object.entries(policiesOf).flatMap(([check, ids]) =>
    ids.map((id) => {
      const name = `data.security.${id.replaceAll('-', '_')}`;
      const text = sources.find(({ path }) => path.endsWith(`/${id}.rego`))?.text ?? '';
      const applies = text.includes('\nnot_applicable ') ? `count(${name}.not_applicable) == 0; ` : '';
      return `forbidding contains "${check}" if { ${applies}count(${name}.deny) > 0 }`;
    }),
  );
  const modules = [...sources, { path: 'forbidding.rego', text: ['package pss', ...rules, ''].join('\n') }];
  const compiler = await RegoCompiler.open(memoryCache());
  const wasm = await compiler.compile(modules, ['pss/forbidding']);
  const program = await RegoProgram.load(wasm, modules, new Date(0));
  let turn = 0;
  return (pod, podSecurityVersion) => {
    const [kind, wrap] = kinds[turn++ % kinds.length] ?? kinds[0]!;
    const input = { object: { kind, ...wrap(pod) }, cluster: {}, parameters: { podSecurityVersion } };
    const answer = program.evaluate('pss/forbidding', new TextEncoder().encode(JSON.stringify(input)).buffer);
    return new Set(answer as readonly string[]);
  };
}

interface Fixture {
  readonly path: string;
  readonly pod: JsonObject;
  readonly level: string;
  readonly version: string;
  /** What must forbid the pod; null: nothing of its level. */
  readonly check: PodSecurityCheck | null;
}

function readFixtures({ module, checks }: PodSecurityOracle): readonly Fixture[] {
  const byFile = new Map(checks.map((check) => [check.id.toLowerCase(), check]));
  return readFiles('test/testdata', '{pass,fail}/*.yaml', module).map(({ path, text }) => {
    const [level = '', version = '', verdict = '', file = ''] = path.split('/').slice(-4);
    const [document] = parseDocuments(text, path);
    const { metadata = {}, spec = {} } = document?.value as Readonly<Record<string, Json>>;
    const check = verdict === 'fail' ? byFile.get(file.replace(/\d+\.yaml$/u, '')) : null;
    if (check === undefined) throw new Error(`${path} names no check`);
    return { path, pod: { metadata, spec }, level, version, check };
  });
}

/** The checks that a level demands in v1.<minor>. */
function demanded({ checks }: PodSecurityOracle, level: string, minor: number): readonly string[] {
  return checks
    .filter((check) => level === 'restricted' || check.level === 'baseline')
    .filter((check) => (check.versions[0] ?? 0) <= minor)
    .map(({ id }) => id);
}

interface Comparison {
  readonly differences: readonly string[];
  /** How many pods the API server could read. */
  readonly compared: number;
  /** Which verdicts of which form of a check came up. */
  readonly seen: ReadonlySet<string>;
}

function compare(
  { checks, ask }: PodSecurityOracle,
  judge: (pod: JsonObject, version: string) => ReadonlySet<string>,
  samples: readonly JsonObject[],
  versionsFor: (index: number) => readonly string[],
): Comparison {
  const differences: string[] = [];
  const seen = new Set<string>();
  let compared = 0;
  for (const [index, answer] of ask(samples).entries()) {
    const pod = samples[index] ?? {};
    if (answer === null) continue;
    compared += 1;
    for (const version of versionsFor(index)) {
      const minor = version === 'latest' ? Infinity : Number(version.slice(3));
      const forbidden = judge(pod, version);
      for (const check of checks) {
        const form = check.versions.findLastIndex((since) => since <= minor);
        const allowed = answer[check.id]?.[form] ?? true;
        if (form >= 0) seen.add(`${check.id} ${check.versions[form] ?? ''} ${String(allowed)}`);
        if (allowed === forbidden.has(check.id))
          differences.push(`${check.id} ${version} allows: ${String(allowed)} ${JSON.stringify(pod)}`);
      }
    }
  }
  return { differences, compared, seen };
}

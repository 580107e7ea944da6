import type { Cluster } from '../../../src/model/cluster.ts';
import type { PolicyException } from '../../../src/model/exception.ts';
import type { Json, JsonObject } from '../../../src/model/json.ts';
import type { KubernetesObject } from '../../../src/model/kubernetes.ts';
import type { Manifest, Rendering } from '../../../src/model/manifest.ts';
import type { PolicySource } from '../../../src/model/policy.ts';
import type { EvaluateInput, EvaluateResult } from '../../../src/pipeline/evaluate/index.ts';
import { evaluate } from '../../../src/pipeline/evaluate/index.ts';
import type { RunContext } from '../../../src/model/ports.ts';
import { memoryCache } from '../../rego/memory-cache.ts';
import { runContext } from '../../support/run-context.ts';

const position = { file: 'x.yaml', line: 1, column: 1 };

/** A policy in Rego: METADATA with the fields given, then the rules. */
export function policy(id: string, rules: string, custom: Readonly<Record<string, Json>> = {}): string {
  const fields = Object.entries({ id, severity: 'high', ...custom }).map(
    ([key, value]) => `#   ${key}: ${JSON.stringify(value)}`,
  );
  const name = id.replaceAll(/[-.]/g, '_');
  return ['# METADATA', `# title: ${id}`, '# custom:', ...fields, `package test.${name}`, '', rules, ''].join(
    '\n',
  );
}

export function source(...texts: readonly string[]): PolicySource {
  return {
    name: 'policies',
    modules: texts.map((text, index) => ({ path: `policies/${index}.rego`, text })),
    parameters: { registry: 'registry.example' },
  };
}

export function object(kind: string, name: string, more: JsonObject = {}): KubernetesObject {
  const [group, short = group] = kind.split('/');
  return {
    apiVersion: short === group ? 'v1' : `${group ?? ''}/v1`,
    kind: short ?? '',
    metadata: { name, namespace: 'shop' },
    ...more,
  };
}

export function rendering(cluster: string, ...objects: readonly KubernetesObject[]): Rendering {
  const manifests = objects.map((value): Manifest => ({
    path: `base/${value.kind}-${value.metadata.name}.yaml`,
    baseline: 'base',
    object: value,
    bytes: new Uint8Array(),
    id: JSON.stringify(value),
    origin: { file: 'templates/t.yaml', line: 3, column: 1 },
  }));
  return {
    cluster,
    baselines: ['base'],
    versions: ['1'],
    manifests: { digest: JSON.stringify(objects), manifests },
  };
}

export function cluster(name: string, labels: Readonly<Record<string, string>> = {}): Cluster {
  return {
    name,
    labels,
    claims: { region: 'eu' },
    taints: [],
    allocatable: {},
    capacity: {},
    availability: 'available',
    accepted: true,
    terminating: false,
    position,
  };
}

export function exception(
  match: Partial<PolicyException['match']>,
  more: Partial<PolicyException> = {},
): PolicyException {
  return {
    name: 'legacy',
    owner: 'shop',
    approver: 'security',
    reason: 'migration',
    ticket: 'SEC-1',
    created: '2026-01-01',
    expires: '2026-12-31',
    compensatingControl: '',
    match: {
      policies: [],
      clusterSelector: null,
      clusters: [],
      kinds: [],
      namespaces: [],
      names: [],
      containers: [],
      ...match,
    },
    position: { file: 'exceptions/legacy.yaml', line: 1, column: 1 },
    ...more,
  };
}

const compiled = memoryCache();

/** Compiled policies are shared by all tests, verdicts by none. */
const compiledOnly: RunContext['cache'] = {
  get: (namespace, key) => (namespace === 'rego' ? compiled.get(namespace, key) : Promise.resolve(undefined)),
  set: (namespace, key, value) =>
    namespace === 'rego' ? compiled.set(namespace, key, value) : Promise.resolve(),
};

export function run(
  input: Partial<EvaluateInput>,
  context: Partial<RunContext> = {},
): Promise<EvaluateResult> {
  const renderings = input.renderings ?? [rendering('a', object('Pod', 'web'))];
  const clusters = input.clusters ?? new Map(renderings.map(({ cluster: name }) => [name, cluster(name)]));
  const complete = { fleet: 'acme', exceptions: [], policies: [], ...input, renderings, clusters };
  return evaluate(complete, runContext({ cache: compiledOnly, ...context }));
}

/** The findings of a cluster, one line each: `policy state object message`. */
export function lines({ evaluations }: EvaluateResult, name = 'a'): readonly string[] {
  return (evaluations.get(name)?.findings ?? []).map(({ policy: id, state, object: judged, message }) =>
    `${id} ${state} ${judged === null ? '-' : judged.name} ${message}`.trimEnd(),
  );
}

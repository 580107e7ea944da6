import type { Cluster } from '../../../src/model/cluster.ts';
import type { JsonObject } from '../../../src/model/json.ts';
import type { Rendering } from '../../../src/model/manifest.ts';
import type { Cache, RunContext } from '../../../src/model/ports.ts';
import type { Baseline, BaselineOverride, TemplateSource } from '../../../src/model/workspace.ts';
import { render } from '../../../src/pipeline/render/index.ts';
import { systemTimer } from '../../../src/runtime/system-timer.ts';

/** A cache that counts and can be looked at. */
export function memoryCache(): Cache & { reads: number; writes: number } {
  const entries = new Map<string, Uint8Array>();
  return {
    reads: 0,
    writes: 0,
    get(namespace, key) {
      this.reads += 1;
      return Promise.resolve(entries.get(`${namespace} ${key}`));
    },
    set(namespace, key, value) {
      this.writes += 1;
      entries.set(`${namespace} ${key}`, value);
      return Promise.resolve();
    },
  };
}

export function contextWith(cache: Cache, signal = new AbortController().signal): RunContext {
  const silent = () => undefined;
  return {
    clock: { now: () => new Date(0) },
    timer: systemTimer,
    random: { hex: (digits) => '0'.repeat(digits), number: () => 0 },
    logger: { debug: silent, info: silent, warn: silent },
    cache,
    signal,
  };
}

export function cluster(
  name: string,
  labels: Record<string, string> = {},
  rest: Partial<Cluster> = {},
): Cluster {
  return {
    name,
    labels,
    claims: {},
    taints: [],
    allocatable: {},
    capacity: {},
    availability: 'available',
    accepted: true,
    terminating: false,
    position: { file: 'clusters/all.yaml', line: 1, column: 1 },
    ...rest,
  };
}

/** A baseline of files, each a path and a text. */
export function baseline(
  name: string,
  files: Readonly<Record<string, string>>,
  parameters: JsonObject = {},
  overrides: readonly (Pick<BaselineOverride, 'when' | 'parameters'> & Partial<BaselineOverride>)[] = [],
): Baseline {
  return {
    name,
    placement: { namespace: 'default', name: 'all' },
    templates: [templateOf(name, files)],
    parameters,
    overrides: overrides.map((override) => ({
      whenPosition: { file: 'baselines/b.yaml', line: 9, column: 7 },
      ...override,
    })),
    rollout: null,
    position: { file: 'baselines/b.yaml', line: 1, column: 1 },
    document: {
      file: 'baselines/b.yaml',
      value: {},
      positionOf: () => ({ file: 'baselines/b.yaml', line: 1, column: 1 }),
    },
  };
}

/** A template of these files; `parameters.schema.json` and `locals.yaml` among them are taken for what they are. */
function templateOf(name: string, texts: Readonly<Record<string, string>>): TemplateSource {
  const files = Object.entries(texts).map(([path, text]) => ({ path, text }));
  const special = (path: string) => files.find((file) => file.path === path) ?? null;
  const schema = special('parameters.schema.json');
  const locals = special('locals.yaml');
  return { name, files: files.filter((file) => file !== schema && file !== locals), schema, locals };
}

export function renderAll(
  clusters: readonly Cluster[],
  baselines: readonly Baseline[],
  cache: Cache = memoryCache(),
): Promise<readonly Rendering[]> {
  const selections = new Map(clusters.map(({ name }) => [name, baselines]));
  return render({ fleet: 'acme', clusters, selections }, contextWith(cache));
}

/** What a rendering holds, by path; its error as code, place and message. */
export function contents(rendering: Rendering | undefined): unknown {
  if (rendering === undefined) return undefined;
  if ('error' in rendering) return errorOf(rendering.error);
  const decoder = new TextDecoder();
  return Object.fromEntries(
    rendering.manifests.manifests.map(({ path, bytes }) => [path, decoder.decode(bytes)]),
  );
}

export function errorOf(error: unknown): unknown {
  const { code, position, message } = error as {
    code: string;
    position?: { file: string; line: number; column: number };
    message: string;
  };
  const [first] = message.split('\n');
  return `${code} ${position?.file}:${position?.line}:${position?.column} ${first}`;
}

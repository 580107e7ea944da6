// The security baseline as mcp itself reads it: for the pages that are made of it.
import { readFileSync, readdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RegoCompiler } from '../dist/rego/compile.js';
import { evalFiles } from '../dist/pipeline/eval-files.js';
import { examinePolicies } from '../dist/pipeline/evaluate/index.js';
import { loadWorkspace } from '../dist/pipeline/source/index.js';
import { InputFiles } from '../dist/runtime/input-files.js';

const entries = new Map();
const nothing = () => undefined;
const context = {
  clock: { now: () => new Date('2026-01-01T00:00:00Z') },
  random: { hex: (digits) => '0'.repeat(digits), number: () => 0 },
  logger: { debug: nothing, info: nothing, warn: nothing },
  cache: {
    get: async (namespace, key) => entries.get(`${namespace}/${key}`),
    set: async (namespace, key, value) => void entries.set(`${namespace}/${key}`, value),
  },
  signal: new AbortController().signal,
};

/** A policy repository that uses the shipped set and nothing else. */
const repository = {
  'mcp.yaml': `apiVersion: mcp.policy/v1alpha1
kind: Fleet
metadata: { name: docs }
spec:
  inventory: [{ path: clusters.yaml }]
  delivery: { repository: ../fleet.git }
  policies: [security-baseline]
`,
  'clusters.yaml':
    'apiVersion: cluster.open-cluster-management.io/v1\nkind: ManagedCluster\nmetadata: { name: docs }\n',
};

/**
 * The control catalogues, and the policies sorted by id: metadata, `group`, `parameters`, the examples `pass` and
 * `fail`, and `findings`: what mcp says of the one that fails. Throws where an example is missing, or does not fail.
 */
export async function readShipped(root) {
  const tree = {
    revision: { repository: '.', commit: null, ref: 'HEAD' },
    id: '',
    files: Object.keys(repository).map((path) => ({ path, id: '' })),
    read: async (files) => files.map(({ path }) => Buffer.from(repository[path])),
  };
  const { catalogs } = await loadWorkspace(tree, { cache: context.cache, shippedRoot: root });
  const modules = readdirSync(join(root, 'policies'), { recursive: true })
    .filter((path) => path.endsWith('.rego') && !path.endsWith('_test.rego'))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, 'policies', path), 'utf8') }));
  const { policies } = await examinePolicies(modules, context);
  const parameters = await parametersByPackage(modules);
  const described = [...policies]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((policy) => {
      const file = join(root, 'policies', policy.position.file).replace(/\.rego$/u, '');
      return {
        ...policy,
        group: policy.position.file.split('/')[0],
        parameters: parameters.get(policy.package) ?? {},
        pass: readFileSync(`${file}.pass.yaml`, 'utf8'),
        fail: readFileSync(`${file}.fail.yaml`, 'utf8'),
        failFile: `${file}.fail.yaml`,
      };
    });
  const findings = await findingsOn(described, root, exampleParameters(parameters));
  return {
    catalogs: [...catalogs].sort(reportedFirst),
    policies: described.map((each) => ({ ...each, findings: findings.get(each.id) })),
  };
}

function reportedFirst(a, b) {
  return Number(b.reported) - Number(a.reported) || (a.name < b.name ? -1 : 1);
}

async function parametersByPackage(modules) {
  const packages = await (await RegoCompiler.open(context.cache)).inspect(modules);
  return new Map(
    packages.map(({ path, annotations }) => [`data.${path.join('.')}`, annotations?.custom.parameters ?? {}]),
  );
}

function exampleParameters(parameters) {
  const all = [...parameters.values()].flatMap((each) => Object.entries(each));
  return Object.fromEntries(
    all.flatMap(([name, { example }]) => (example === undefined ? [] : [[name, example]])),
  );
}

/** What is wrong with the failing examples, by policy: those of single objects at once, each cluster for itself. */
async function findingsOn(policies, root, parameters) {
  const objects = policies.filter(({ scope }) => scope === 'object');
  const clusters = policies.filter(({ scope }) => scope !== 'object').map((policy) => [policy]);
  const findings = new Map();
  for (const together of [objects, ...clusters]) {
    const judged = await judge(
      together.map(({ failFile }) => failFile),
      root,
      parameters,
    );
    for (const { id, scope, failFile } of together) {
      const isOwn = ({ policy, state, file }) =>
        policy === id && state !== 'pass' && (scope !== 'object' || file === failFile);
      findings.set(id, judged.filter(isOwn));
      if (!judged.some(isOwn)) throw new Error(`${failFile}: ${id} finds nothing wrong`);
    }
  }
  return findings;
}

async function judge(paths, root, parameters) {
  const folder = mkdtempSync(join(tmpdir(), 'mcp-docs-'));
  try {
    const parameterFile = join(folder, 'parameters.json');
    writeFileSync(parameterFile, JSON.stringify(parameters));
    const files = new InputFiles();
    const options = { directory: folder, shippedRoot: root, files, paths, parameters: parameterFile };
    const rest = { data: [], namespaces: [], combine: false, clusterLabels: {}, allow: [], explain: false };
    const { findings } = await evalFiles({ ...options, ...rest, policies: ['security-baseline'] }, context);
    return findings;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

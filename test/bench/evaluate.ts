import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { goTool } from './go-tool.ts';
import { measureProcess, median } from './measure.ts';
import type { Measured } from './measure.ts';

const entry = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

/** Versions that the last figures were taken with. */
const conftestVersion = 'v0.71.1';
const opaVersion = 'v1.22.2';

const ruleCount = 30;
const conftestRow = 'conftest test';
const opaRow = 'opa eval, all in one input';

/** Rows of the table: whole processes, and how much memory each held at most. */
type Samples = Map<string, Measured[]>;

/**
 * The same conftest policies (30 rules of one package) on the same Deployments, one file each: mcp as a whole process, cold
 * (empty cache), warm (the same again) and with one manifest changed, beside the real conftest and `opa eval`, neither of
 * which has a cache. Twice, because conftest
 * asks OPA once for each name of a rule: with rules `deny_<name>`, and with all of them called `deny`.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { manifests: { type: 'string', default: '1000' }, rounds: { type: 'string', default: '5' } },
  });
  const [manifests, rounds] = [Number(values.manifests), Number(values.rounds)];
  const tools = {
    conftest: goTool('github.com/open-policy-agent/conftest', conftestVersion, 'conftest'),
    opa: goTool('github.com/open-policy-agent/opa', opaVersion, 'opa'),
  };
  console.log(
    `${ruleCount} rules on ${manifests} Deployments, whole processes; medians of ${rounds} rounds, Node ${process.versions.node},`,
    `${cpus().length} cores, conftest ${conftestVersion}, opa ${opaVersion}`,
  );
  for (const names of ['deny_<name>', 'deny'] as const) {
    const place = mkdtempSync(join(tmpdir(), 'mcp-bench-evaluate-'));
    try {
      writeWork(place, manifests, names === 'deny');
      print(names, await measureAll(place, tools, rounds));
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  }
}

async function measureAll(
  place: string,
  { conftest, opa }: { readonly conftest: string; readonly opa: string },
  rounds: number,
): Promise<Samples> {
  const samples: Samples = new Map();
  const measure = async (row: string, command: string, words: readonly string[], cache = 'none') => {
    const env = { ...process.env, MCP_CACHE_DIR: join(place, cache) };
    const measured = await measureProcess(command, words, { cwd: place, env });
    samples.set(row, [...(samples.get(row) ?? []), measured]);
    return measured;
  };
  const ours = [entry, 'policy', 'eval', 'manifests', '--policy', 'policy'];
  const query = 'x := [found | some object in input; found := data.main with input as object]';
  const opaWords = ['eval', '--data', 'policy', '--input', 'all.json', '--format', 'json', query];
  for (let round = 0; round < rounds; round += 1) {
    const theirs = await measure(conftestRow, conftest, ['test', 'manifests']);
    await measure(opaRow, opa, opaWords);
    const cold = await measure('mcp policy eval, cold', process.execPath, ours, `cache-${round}`);
    await measure('mcp policy eval, warm', process.execPath, ours, `cache-${round}`);
    appendFileSync(join(place, 'manifests', 'deployment-0.yaml'), `# ${round}\n`);
    await measure('mcp policy eval, one changed', process.execPath, ours, `cache-${round}`);
    requireSame(theirs, cold);
  }
  return samples;
}

function writeWork(place: string, manifests: number, oneName: boolean): void {
  for (const folder of ['policy', 'manifests']) mkdirSync(join(place, folder));
  for (let rule = 0; rule < ruleCount; rule += 1)
    writeFileSync(
      join(place, 'policy', `rule-${rule}.rego`),
      policy(rule, oneName ? 'deny' : `deny_${rule}`),
    );
  const objects = Array.from({ length: manifests }, (_, number) => deployment(number));
  for (const [number, object] of objects.entries())
    writeFileSync(join(place, 'manifests', `deployment-${number}.yaml`), toYaml(object));
  writeFileSync(join(place, 'all.json'), JSON.stringify(objects));
}

/** What policies for workloads look like: a kind, the containers, one field, a message. */
function policy(rule: number, name: string): string {
  const checks = [
    `some container in input.spec.template.spec.containers\n\tnot container.resources.limits.memory\n\tmsg := sprintf("rule ${rule}: %s: container %s has no memory limit", [input.metadata.name, container.name])`,
    `some container in input.spec.template.spec.containers\n\tendswith(container.image, ":latest")\n\tmsg := sprintf("rule ${rule}: %s: container %s takes the latest image", [input.metadata.name, container.name])`,
    `not input.metadata.labels["team-${rule}"]\n\tinput.spec.replicas > ${90 + rule}\n\tmsg := sprintf("rule ${rule}: %s has no team", [input.metadata.name])`,
    `some container in input.spec.template.spec.containers\n\tcontainer.securityContext.privileged == true\n\tmsg := sprintf("rule ${rule}: %s: container %s is privileged", [input.metadata.name, container.name])`,
    `some volume in input.spec.template.spec.volumes\n\tvolume.hostPath.path == "/var/run/docker-${rule}.sock"\n\tmsg := sprintf("rule ${rule}: %s mounts the socket of the runtime", [input.metadata.name])`,
  ];
  return `package main\n\n${name} contains msg if {\n\tinput.kind == "Deployment"\n\t${checks[rule % checks.length] ?? ''}\n}\n`;
}

function deployment(number: number): object {
  const name = `app-${number}`;
  const labels = { app: name, tier: ['web', 'api', 'batch'][number % 3] };
  const container = (index: number) => ({
    name: `main-${index}`,
    image: `registry.example/shop/${name}:${number % 17 === 0 ? 'latest' : `1.${number}.${index}`}`,
    ports: [{ containerPort: 8080 + index }],
    env: [
      { name: 'LOG_LEVEL', value: 'info' },
      { name: 'SHARD', value: String(number) },
    ],
    resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } },
    securityContext: { allowPrivilegeEscalation: false, privileged: number % 29 === 0, runAsNonRoot: true },
  });
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: `team-${number % 20}`, labels },
    spec: {
      replicas: (number % 5) + 1,
      selector: { matchLabels: { app: name } },
      template: {
        metadata: { labels },
        spec: {
          serviceAccountName: name,
          containers: [container(0), container(1)],
          volumes: [
            { name: 'tmp', emptyDir: {} },
            { name: 'config', configMap: { name } },
          ],
        },
      },
    },
  };
}

/** Enough of YAML for the manifests here, in the block style that people write. */
function toYaml(value: unknown, indent = ''): string {
  if (value === null || typeof value !== 'object' || Object.keys(value).length === 0)
    return ` ${JSON.stringify(value)}\n`;
  if (Array.isArray(value))
    return `\n${value.map((item) => `${indent}-${toYaml(item, `${indent}  `).replace(/^\n\s*/u, ' ')}`).join('')}`;
  const lines = Object.entries(value).map(([key, item]) => `${indent}${key}:${toYaml(item, `${indent}  `)}`);
  return `${indent === '' ? '' : '\n'}${lines.join('')}`;
}

/** Equal verdicts: both count as many failures in their last line. */
function requireSame(theirs: Measured, ours: Measured): void {
  const count = ({ stdout }: Measured) => /(\d+) failures/u.exec(stdout)?.[1];
  if (count(theirs) !== count(ours) || count(ours) === undefined)
    throw new Error(`conftest counted ${count(theirs) ?? 'no'} failures, mcp ${count(ours) ?? 'none'}`);
}

function print(names: string, samples: Samples): void {
  const of = (row: string) => median((samples.get(row) ?? []).map(({ milliseconds }) => milliseconds));
  const columns = [
    `rules ${names}`.padEnd(28),
    'ms'.padStart(8),
    'peak MB'.padStart(8),
    'conftest is'.padStart(12),
  ];
  console.log(`\n${columns.join(' ')} ${'opa is'.padStart(10)}`);
  for (const [row, measured] of samples) {
    const peak = Math.max(...measured.map(({ peakMegabytes }) => peakMegabytes));
    const times = (peer: string) => `${(of(peer) / of(row)).toFixed(1)} x`;
    const cells = [row.padEnd(28), of(row).toFixed(0).padStart(8), peak.toFixed(0).padStart(8)];
    console.log(`${cells.join(' ')} ${times(conftestRow).padStart(12)} ${times(opaRow).padStart(10)}`);
  }
}

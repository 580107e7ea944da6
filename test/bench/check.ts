import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { goTool } from './go-tool.ts';
import { measureProcess, median } from './measure.ts';

const entry = join(import.meta.dirname, '..', '..', 'bin', 'run.js');

const policy = `# METADATA
# title: No privileged containers
# custom:
#   id: pod-privileged
#   severity: critical
package security.pod_privileged

deny contains result if {
	some container in input.object.spec.containers
	container.securityContext.privileged == true
	result := {"message": sprintf("container %s is privileged", [container.name])}
}
`;

/**
 * `mcp policy check` on one small policy as a whole process, beside `opa check --strict` and the start of Node alone:
 * cold (empty cache), warm (the same file again) and after a change (the compiler runs, nothing is known of the file).
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '15' } } });
  const rounds = Number(values.rounds);
  const opa = goTool('github.com/open-policy-agent/opa', 'v1.22.2', 'opa');
  const place = mkdtempSync(join(tmpdir(), 'mcp-bench-check-'));
  const samples = new Map<string, number[]>();
  const measure = async (row: string, command: string, words: readonly string[], cache: string) => {
    const env = { ...process.env, MCP_CACHE_DIR: join(place, cache) };
    const { milliseconds, code } = await measureProcess(command, words, { cwd: place, env });
    if (code !== 0) throw new Error(`${row} ended with ${code}`);
    samples.set(row, [...(samples.get(row) ?? []), milliseconds]);
  };
  try {
    const check = [entry, 'policy', 'check', 'policy.rego'];
    for (let round = 0; round < rounds; round += 1) {
      writeFileSync(join(place, 'policy.rego'), policy);
      await measure('opa check --strict', opa, ['check', '--strict', 'policy.rego'], 'none');
      await measure('node -e 0', process.execPath, ['-e', '0'], 'none');
      await measure('mcp policy check, cold', process.execPath, check, `cold-${round}`);
      await measure('mcp policy check, warm', process.execPath, check, `cold-${round}`);
      writeFileSync(join(place, 'policy.rego'), policy.replace('container %s', `container ${round} %s`));
      await measure('mcp policy check, changed', process.execPath, check, `cold-${round}`);
    }
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
  print(samples, rounds);
}

function print(samples: ReadonlyMap<string, readonly number[]>, rounds: number): void {
  const peer = median(samples.get('opa check --strict') ?? []);
  console.log(
    `one small policy, whole processes; medians of ${rounds} rounds, Node ${process.versions.node}, ${cpus().length} cores\n`,
  );
  console.log(`${'what'.padEnd(28)} ${'ms'.padStart(8)} ${'of opa'.padStart(8)}`);
  for (const [row, values] of samples) {
    const ms = median(values);
    console.log(`${row.padEnd(28)} ${ms.toFixed(0).padStart(8)} ${(ms / peer).toFixed(2).padStart(8)}`);
  }
}

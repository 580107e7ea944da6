import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { JsonObject } from '../../src/model/json.ts';
import { goProgram } from '../support/go-program.ts';

const folder = fileURLToPath(new URL('pod-security', import.meta.url));

/** A check of the Pod Security admission plugin; its forms are in force from these minor versions on. */
export interface PodSecurityCheck {
  readonly id: string;
  readonly level: 'baseline' | 'restricted';
  readonly versions: readonly number[];
}

/** For each check, whether each of its forms allows the pod; null for what the API server cannot read. */
type PodSecurityAnswer = Readonly<Record<string, readonly boolean[]>> | null;

/** The plugin's own code, as a program that is built once and kept. */
export interface PodSecurityOracle {
  readonly checks: readonly PodSecurityCheck[];
  /** Where the plugin's module lies, with its test data. */
  readonly module: string;
  readonly ask: (pods: readonly JsonObject[]) => readonly PodSecurityAnswer[];
}

/** Undefined, with the reason on stderr, where there is no Go or its modules cannot be had. */
export function openPodSecurityOracle(): PodSecurityOracle | undefined {
  let module;
  try {
    const downloaded = go('mod', 'download', '-json', 'k8s.io/pod-security-admission');
    module = (JSON.parse(downloaded) as { readonly Dir: string }).Dir;
  } catch (error) {
    process.stderr.write(`The Pod Security admission plugin is not compared with: ${String(error)}\n`);
    return undefined;
  }
  const program = goProgram('pod-security', folder);
  if (program === undefined) return undefined;
  const ask = (input: string): readonly string[] =>
    execFileSync(program, { input, encoding: 'utf8', maxBuffer: 2 ** 28 })
      .trimEnd()
      .split('\n');
  const [checks = ''] = ask('');
  return {
    checks: JSON.parse(checks) as readonly PodSecurityCheck[],
    module,
    ask: (pods) =>
      ask(pods.map((pod) => `${JSON.stringify(pod)}\n`).join(''))
        .slice(1)
        .map((line) => JSON.parse(line) as PodSecurityAnswer),
  };
}

function go(...parameters: readonly string[]): string {
  return execFileSync('go', parameters, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Json } from '../../src/model/json.ts';

/** An entry of OPA's case files (v1/test/cases/cases.go). */
export interface ConformanceCase {
  readonly note: string;
  readonly query: string;
  readonly modules?: readonly string[];
  readonly data?: Json;
  readonly input?: Json;
  /** A Rego term; goes before `input`. */
  readonly input_term?: string;
  readonly want_defined?: boolean;
  readonly want_result?: readonly Readonly<Record<string, Json>>[];
  readonly want_error_code?: string;
  readonly want_error?: string;
  /** Sets of bindings may be in any order. */
  readonly sort_bindings?: boolean;
  /** An error only where builtins are told to be strict: undefined otherwise. */
  readonly strict_error?: boolean;
}

/** Cases of one folder for one version of Rego. */
export interface CaseGroup {
  readonly name: string;
  readonly version: 'v0' | 'v1';
  readonly cases: readonly ConformanceCase[];
}

/** Where the Go module of OPA is that the reactor was built from. */
export function opaModuleFolder(): string {
  const module = execFileSync('go', ['mod', 'download', '-json', 'github.com/open-policy-agent/opa'], {
    cwd: join(import.meta.dirname, '../../src/rego/compiler'),
    encoding: 'utf8',
  });
  return (JSON.parse(module) as { Dir: string }).Dir;
}

/** OPA's own evaluation cases. */
export function loadCases(): readonly CaseGroup[] {
  const root = join(opaModuleFolder(), 'v1/test/cases/testdata');
  return (['v0', 'v1'] as const).flatMap((version) =>
    readdirSync(join(root, version))
      .sort()
      .map((name) => ({ name, version, cases: readGroup(join(root, version, name)) })),
  );
}

function readGroup(folder: string): readonly ConformanceCase[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => /\.(yaml|json)$/.test(name))
    .flatMap((name) => (load(readFileSync(join(folder, name), 'utf8')) as CaseFile | null)?.cases ?? []);
}

interface CaseFile {
  readonly cases?: readonly ConformanceCase[];
}

import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFiles } from './rule-folders.ts';

/** The release of Kubernetes whose API the table of policies/lib/apis.rego was read from. */
const module = 'k8s.io/api@v0.37.2';

interface Lifecycle {
  readonly version: string;
  readonly kind: string;
  readonly deprecated: number;
  readonly removed: number;
}

/** Kinds that are asked or patched, and never delivered. */
const neverDelivered = /(?:List|Review|Rollback|Scale|Discovery|Eviction)$/u;

const folder = download();

describe.skipIf(folder === undefined)('the table of API versions', () => {
  const ours = readTable();
  const theirs = folder === undefined ? [] : readUpstream(folder);

  it('holds what upstream declares of its beta versions', () => {
    expect(theirs.length).toBeGreaterThan(60);
    expect(theirs.filter((entry) => !ours.has(key(entry)))).toEqual([]);
  });
});

/** Undefined, with the reason on stderr, where there is no Go or its modules cannot be had. */
function download(): string | undefined {
  try {
    const answer = execFileSync('go', ['mod', 'download', '-json', module], { encoding: 'utf8' });
    return (JSON.parse(answer) as { readonly Dir: string }).Dir;
  } catch (error) {
    process.stderr.write(`The API versions of ${module} are not compared with: ${String(error)}\n`);
    return undefined;
  }
}

function readTable(): ReadonlySet<string> {
  const [table = { text: '' }] = readFiles('policies/lib', 'apis.rego');
  const rows = table.text.matchAll(
    /\{"version": "(?<version>[^"]+)", "deprecated": (?<deprecated>\d+), "removed": (?<removed>\d+),.*"kinds": \{(?<kinds>[^}]*)\}/gu,
  );
  return new Set(
    [...rows].flatMap(({ groups: { version = '', deprecated = '', removed = '', kinds = '' } = {} }) =>
      [...kinds.matchAll(/\w+/gu)].map(([kind]) =>
        key({ version, kind, deprecated: Number(deprecated), removed: Number(removed) }),
      ),
    ),
  );
}

function readUpstream(root: string): readonly Lifecycle[] {
  return globSync(`${root}/*/v*beta*/zz_generated.prerelease-lifecycle.go`).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const version = `${readGroup(dirname(file))}/${basename(dirname(file))}`;
    const minors = (what: string) =>
      new Map(
        [
          ...text.matchAll(
            new RegExp(`\\*(\\w+)\\) APILifecycle${what}\\(\\) \\(.*\\{\\s*return 1, (\\d+)`, 'gu'),
          ),
        ].map(([, kind = '', minor]) => [kind, Number(minor)]),
      );
    const deprecated = minors('Deprecated');
    return [...minors('Removed')]
      .filter(([kind]) => !neverDelivered.test(kind))
      .map(([kind, removed]) => ({ version, kind, deprecated: deprecated.get(kind) ?? 0, removed }));
  });
}

function readGroup(versionFolder: string): string {
  const text = readFileSync(`${versionFolder}/register.go`, 'utf8');
  return /GroupName = "(?<group>[^"]*)"/u.exec(text)?.groups?.['group'] ?? '';
}

function key({ version, kind, deprecated, removed }: Lifecycle): string {
  return `${version} ${kind}: deprecated in 1.${deprecated}, removed in 1.${removed}`;
}

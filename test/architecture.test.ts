import { cpSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const depcruise = join(root, 'node_modules', '.bin', 'depcruise');
const config = join(root, '.dependency-cruiser.js');

interface Cruise {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly to: string;
    }[];
  };
}

async function cruise(directory: string): Promise<Cruise> {
  const { stdout } = await execa(depcruise, ['--config', config, '--output-type', 'json', 'src'], {
    cwd: directory,
    reject: false,
  });
  return JSON.parse(stdout) as Cruise;
}

/** A tree of files outside the project, cruised with the project's own rules. */
function tree(files: Readonly<Record<string, string>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'mcp-architecture-'));
  cpSync(join(root, 'tsconfig.json'), join(directory, 'tsconfig.json'));
  writeFileSync(join(directory, 'package.json'), '{"type":"module"}');
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  }
  return directory;
}

const leaf = 'export const x = 1;\n';

describe('the layer rules', () => {
  test('hold for src, and the modules were seen', async () => {
    const { summary } = await cruise(root);
    expect(summary.violations).toEqual([]);
    expect(summary.totalCruised).toBeGreaterThan(100);
  });

  test.each([
    [
      'stage-imports-no-stage',
      'src/pipeline/render/index.ts',
      '../evaluate/index.ts',
      'src/pipeline/evaluate/index.ts',
    ],
    ['model-imports-nothing', 'src/model/plan.ts', '../git/tree.ts', 'src/git/tree.ts'],
    ['engines-know-no-stage', 'src/git/tree.ts', '../pipeline/plan/index.ts', 'src/pipeline/plan/index.ts'],
    [
      'pipeline-uses-a-stage-through-its-index',
      'src/pipeline/sync.ts',
      './plan/trees.ts',
      'src/pipeline/plan/trees.ts',
    ],
    ['pipeline-prints-nothing', 'src/pipeline/sync.ts', '../cli/table.ts', 'src/cli/table.ts'],
    ['commands-go-through-a-pipeline', 'src/commands/sync.ts', '../git/tree.ts', 'src/git/tree.ts'],
  ])('%s catches a deliberate violation', async (rule, from, specifier, to) => {
    const directory = tree({ [from]: `export { x } from '${specifier}';\n`, [to]: leaf });
    const { summary } = await cruise(directory);
    expect(
      summary.violations.map((violation) => [violation.rule.name, violation.from, violation.to]),
    ).toEqual([[rule, from, to]]);
  });

  test('no-cycles catches a cycle', async () => {
    const directory = tree({
      'src/git/a.ts': "import { b } from './b.ts';\nexport const a = (): number => b;\n",
      'src/git/b.ts': "import { a } from './a.ts';\nexport const b = 1;\nexport const c = a;\n",
    });
    const { summary } = await cruise(directory);
    expect(new Set(summary.violations.map((violation) => violation.rule.name))).toEqual(
      new Set(['no-cycles']),
    );
  });
});

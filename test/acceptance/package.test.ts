import { mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { acme } from '../support/acme.ts';
import { root } from '../support/mcp.ts';

/** A PATH with these programs and nothing else. */
async function pathOf(...programs: string[]): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), 'mcp-path-'));
  for (const program of programs) {
    const { stdout } = await execa('which', [program]);
    symlinkSync(stdout, join(directory, program));
  }
  symlinkSync(process.execPath, join(directory, 'node'));
  return directory;
}

test('the npm tarball installs and runs on a machine with Node and git alone: no Go, no opa, no checkout', async () => {
  const place = mkdtempSync(join(tmpdir(), 'mcp-package-'));
  const { stdout } = await execa('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', place], {
    cwd: root,
  });
  const packed = Object.values(JSON.parse(stdout) as Record<string, { files: { path: string }[] }>)[0];
  const files = packed?.files.map((file) => file.path) ?? [];
  expect(files).toContain('dist/rego/compiler.wasm.zst');
  expect(files).toContain('oclif.manifest.json');
  expect(files).toContain('dist/cli/schemas/sync.json');
  expect(files).toContain('dist/pipeline/report/formats/report.schema.json');
  expect(files.filter((file) => /^(?:src|test|node_modules|examples|\.ci)\//u.test(file))).toEqual([]);

  const tarball = readdirSync(place).find((name) => name.endsWith('.tgz')) ?? '';
  const project = join(place, 'project');
  mkdirSync(project);
  // Without one npm takes a folder above that has one.
  writeFileSync(join(project, 'package.json'), '{}');
  const npm = ['install', '--omit=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await execa('npm', [...npm, join(place, tarball)], { cwd: project });

  const fleet = await acme();
  const binary = join(project, 'node_modules', '.bin', 'mcp');
  const options = {
    cwd: fleet.policy,
    reject: false,
    extendEnv: false,
    env: { PATH: await pathOf('git', 'env'), HOME: place, XDG_CACHE_HOME: join(place, 'cache') },
  } as const;
  const version = await execa(binary, ['--version'], options);
  expect(version.stdout).toMatch(/^multi-cluster-policy\/\d/u);
  const doctor = await execa(binary, ['doctor'], options);
  expect(doctor.stdout).toMatch(/^ok\s+Rego compiler/mu);
  expect(doctor.exitCode).toBe(0);
  const initialised = await execa(binary, ['init', join(place, 'policy')], options);
  expect([initialised.exitCode, initialised.stderr]).toEqual([0, '']);
  const sync = await execa(binary, ['policy', 'sync', '--json'], options);
  expect(sync.stderr).not.toMatch(/error|warning/iu);
  expect((JSON.parse(sync.stdout) as { summary: Record<string, number> }).summary).toMatchObject({
    blocked: 1,
    failed: 0,
  });
  expect(sync.exitCode).toBe(1);
}, 240_000);

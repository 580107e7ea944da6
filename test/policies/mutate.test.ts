import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, expect, it } from 'vitest';

const program = join(import.meta.dirname, 'mutate');
const folder = mkdtempSync(join(tmpdir(), 'mcp-mutate-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const policy = `package shop

deny contains "too many" if {
	input.kind == "Pod"
	count(input.containers) > 2
}
`;

const tests = (...cases: readonly string[]) => `package shop_test

import data.shop

pod(kind, containers) := {"kind": kind, "containers": numbers.range(1, containers)}

${cases.join('\n\n')}
`;

const careless = 'test_fail if count(shop.deny) == 1 with input as pod("Pod", 5)';
const careful = [
  'test_pass if count(shop.deny) == 0 with input as pod("Pod", 2)',
  'test_limit if shop.deny == {"too many"} with input as pod("Pod", 3)',
  'test_kind if count(shop.deny) == 0 with input as pod("Node", 3)',
];

async function mutate(name: string, text: string) {
  const policies = join(folder, name);
  mkdirSync(policies);
  writeFileSync(join(policies, 'shop.rego'), policy);
  writeFileSync(join(policies, 'shop_test.rego'), text);
  const { stdout, exitCode } = await execa('go', ['-C', program, 'run', '.', policies], { reject: false });
  return { lines: stdout.split('\n').slice(0, -1), exitCode };
}

it('names every change that careless tests do not notice', { timeout: 300_000 }, async () => {
  expect(await mutate('careless', tests(careless))).toEqual({
    lines: [
      'careless/shop.rego:3:15: "too many" becomes "too many~": deny contains "too many" if {',
      'careless/shop.rego:4:2: the condition is gone: input.kind == "Pod"',
      'careless/shop.rego:5:2: the condition is gone: count(input.containers) > 2',
      'careless/shop.rego:5:26: gt becomes gte: count(input.containers) > 2',
      'careless/shop.rego:5:28: 2 becomes 3: count(input.containers) > 2',
    ],
    exitCode: 1,
  });
});

it('is content with careful ones', { timeout: 300_000 }, async () => {
  expect(await mutate('careful', tests(...careful))).toEqual({ lines: [], exitCode: 0 });
});

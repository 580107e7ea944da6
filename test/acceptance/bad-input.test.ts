import { beforeAll, describe, expect, test } from 'vitest';
import type { Acme } from '../support/acme.ts';
import { acme } from '../support/acme.ts';
import { documentOf, mcp } from '../support/mcp.ts';

interface ErrorDocument {
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly hint?: string;
    readonly position?: { readonly file: string; readonly line: number; readonly column: number };
  };
}

/** One thing that goes wrong in the policy repository, and where the error must point. */
interface Broken {
  readonly what: string;
  readonly code: string;
  readonly at: string;
  readonly says: RegExp;
  readonly change: (fleet: Acme) => void;
}

const baseline = 'baselines/supply-chain.yaml';
const bomb = `a: &a [x,x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
  .split('')
  .map((name, index) => {
    const before = String.fromCharCode('a'.charCodeAt(0) + index);
    return `${name}: &${name} [${Array(10).fill(`*${before}`).join(',')}]`;
  })
  .join('\n')}\n`;

const cases: readonly Broken[] = [
  {
    what: 'an unknown field',
    code: 'CONFIG_INVALID',
    at: 'mcp.yaml:6:3',
    says: /inventroy/u,
    change: (fleet) => {
      fleet.edit('mcp.yaml', 'inventory:', 'inventroy:');
    },
  },
  {
    what: 'a wrong type',
    code: 'CONFIG_INVALID',
    at: 'baselines/supply-chain.yaml:7:3',
    says: /templates/u,
    change: (fleet) => {
      fleet.edit(baseline, /templates:\n.*\n/u, 'templates: 7\n');
    },
  },
  {
    what: 'a placement that is not there',
    code: 'CONFIG_REFERENCE',
    at: 'baselines/supply-chain.yaml:6:3',
    says: /acme-platform\/prodcution/u,
    change: (fleet) => {
      fleet.edit(baseline, 'acme-platform/production', 'acme-platform/prodcution');
    },
  },
  {
    what: 'a name given twice',
    code: 'CONFIG_DUPLICATE',
    at: 'baselines/supply-chain.yaml:4:3',
    says: /baselines\/network-policies\.yaml:4:3/u,
    change: (fleet) => {
      fleet.edit(baseline, 'name: supply-chain', 'name: network-policies');
    },
  },
  {
    what: 'CEL that does not parse',
    code: 'CEL_INVALID',
    at: 'templates/runtime-sensor/sensor.yaml',
    says: /CEL|expression|syntax/iu,
    change: (fleet) => {
      fleet.edit(
        'templates/runtime-sensor/sensor.yaml',
        '${parameters.sensor.image}',
        '${parameters.sensor.image +}',
      );
    },
  },
  {
    what: 'CEL that names an unknown variable',
    code: 'CEL_INVALID',
    at: 'templates/runtime-sensor/sensor.yaml',
    says: /clutser/u,
    change: (fleet) => {
      fleet.edit('templates/runtime-sensor/sensor.yaml', '${parameters.sensor.image}', '${clutser.name}');
    },
  },
  {
    what: 'Rego that does not parse',
    code: 'REGO_INVALID',
    at: 'policies/broken.rego:4:1',
    says: /./u,
    change: (fleet) => {
      fleet.write('policies/broken.rego', 'package acme.broken\n\ndeny contains\n');
    },
  },
  {
    what: 'Rego that reaches for the network',
    code: 'REGO_INVALID',
    at: 'policies/broken.rego:3:6',
    says: /http\.send/u,
    change: (fleet) => {
      fleet.write(
        'policies/broken.rego',
        'package acme.broken\n\nx := http.send({"method": "GET", "url": "http://x"})\n',
      );
    },
  },
  {
    what: 'a cyclic alias',
    code: 'CONFIG_YAML',
    at: 'exceptions/cycle.yaml:2:',
    says: /alias|anchor/iu,
    change: (fleet) => {
      fleet.write('exceptions/cycle.yaml', 'a: &a\n  b: *a\n');
    },
  },
  {
    what: 'aliases that explode',
    code: 'CONFIG_YAML',
    at: 'exceptions/bomb.yaml:',
    says: /alias/iu,
    change: (fleet) => {
      fleet.write('exceptions/bomb.yaml', bomb);
    },
  },
  {
    what: 'a key given twice',
    code: 'CONFIG_YAML',
    at: 'exceptions/twice.yaml:2:1',
    says: /twice|duplicate/iu,
    change: (fleet) => {
      fleet.write('exceptions/twice.yaml', 'a: 1\na: 2\n');
    },
  },
  {
    what: 'bytes that are no UTF-8',
    code: 'CONFIG_YAML',
    at: 'exceptions/bytes.yaml:2:',
    says: /UTF-8/u,
    change: (fleet) => {
      fleet.write('exceptions/bytes.yaml', Buffer.from([0x61, 0x3a, 0x0a, 0x62, 0xff, 0xfe]));
    },
  },
  {
    what: 'an empty inventory',
    code: 'INVENTORY_FAILED',
    at: 'mcp.yaml:',
    says: /no cluster/iu,
    change: (fleet) => {
      fleet.edit('mcp.yaml', 'path: clusters/', 'path: empty.yaml');
      fleet.write('empty.yaml', 'apiVersion: v1\nkind: List\nitems: []\n');
    },
  },
  {
    what: 'a template that makes no Kubernetes object',
    code: 'TEMPLATE_INVALID',
    at: 'templates/runtime-sensor/sensor.yaml',
    says: /kind/u,
    change: (fleet) => {
      fleet.edit('templates/runtime-sensor/sensor.yaml', /^kind: .*\n/mu, '');
    },
  },
];

describe('broken input of the configuration', () => {
  let fleet: Acme;
  beforeAll(async () => {
    fleet = await acme();
  });

  test.each(cases)(
    '$what: one error with a place, exit code 2, nothing pushed',
    async ({ code, at, says, change }) => {
      await fleet.git(fleet.policy, 'reset', '--quiet', '--hard', 'HEAD');
      await fleet.git(fleet.policy, 'clean', '--quiet', '-fd');
      change(fleet);
      const run = await mcp(['policy', 'sync', '--worktree', '--json'], { cwd: fleet.policy });
      const { error } = documentOf<ErrorDocument>(run);
      const place = error.position;
      expect(`${place?.file}:${place?.line}:${place?.column}`.slice(0, at.length)).toBe(at);
      expect(error.code).toBe(code);
      expect(error.message).toMatch(says);
      expect(run.code).toBe(2);
      expect(await fleet.refs()).toBe('');
    },
  );

  test('people read the same, with the place first and the hint last', async () => {
    await fleet.git(fleet.policy, 'reset', '--quiet', '--hard', 'HEAD');
    await fleet.git(fleet.policy, 'clean', '--quiet', '-fd');
    fleet.edit('mcp.yaml', 'inventory:', 'inventroy:');
    const run = await mcp(['policy', 'plan', '--worktree', '--quiet'], { cwd: fleet.policy });
    expect(run.stderr).toMatch(
      /^error CONFIG_INVALID mcp\.yaml:6:3\n {2}.*inventroy.*\n {2}hint: .*inventory/u,
    );
    expect(run.stdout).toBe('');
  });
});

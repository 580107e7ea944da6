import { expect, it } from 'vitest';
import { also, baseline, failure, mcp, placement, without } from './failure.ts';
import { smallRepository } from './memory-tree.ts';

const cases: Readonly<Record<string, readonly [Record<string, string | Uint8Array>, string[]]>> = {
  'no mcp.yaml': [
    without('mcp.yaml'),
    [
      'SOURCE_NOT_FOUND',
      'There is no mcp.yaml in /policies.',
      'Name the root of a policy repository; mcp.yaml stands there and holds the Fleet.',
    ],
  ],
  'mcp.yml': [
    { 'mcp.yml': '' },
    ['SOURCE_NOT_FOUND', 'There is no mcp.yaml in /policies.', 'Rename mcp.yml to mcp.yaml.'],
  ],
  'two Fleets': [
    also('mcp.yaml', `${smallRepository['mcp.yaml']!}---\n${smallRepository['mcp.yaml']!}`),
    [
      'CONFIG_DUPLICATE mcp.yaml:13:1',
      'A policy repository has one Fleet; the other one is at mcp.yaml:1:1.',
      'Remove one of the two.',
    ],
  ],
  'a Fleet in another file': [
    also('baselines/fleet.yaml', smallRepository['mcp.yaml']!),
    [
      'CONFIG_DUPLICATE baselines/fleet.yaml:1:1',
      'A policy repository has one Fleet; the other one is at mcp.yaml:1:1.',
      'Remove one of the two.',
    ],
  ],
  'a hole in the repository': [
    mcp('../fleet.git', 'https://git.example.com/${cluster.labels.region}.git'),
    [
      'CONFIG_UNSUPPORTED mcp.yaml:9:5',
      'mcp does not deliver to several fleet repositories yet.',
      'Name one repository, without a CEL hole.',
    ],
  ],
  'an inventory that is not there': [
    mcp('clusters/', 'cluster/'),
    [
      'CONFIG_REFERENCE mcp.yaml:7:7',
      "There is no YAML, JSON or CSV file at 'cluster/'.",
      "Did you mean 'clusters'?",
    ],
  ],
  'an inventory outside': [
    mcp('clusters/', '../clusters'),
    [
      'CONFIG_REFERENCE mcp.yaml:7:7',
      "The path '../clusters' leads out of the policy repository.",
      'Name a path relative to the root of the policy repository.',
    ],
  ],
  'policies that are not there': [
    mcp('- policies', '- policy'),
    ['CONFIG_REFERENCE mcp.yaml:11:7', "There is no policy at 'policy'.", 'There are: policies.'],
  ],
  'policies twice': [
    mcp('- policies', '- policies\n    - use: ./policies/'),
    [
      'CONFIG_DUPLICATE mcp.yaml:12:7',
      "The policies 'policies' are named twice; the other place is mcp.yaml:11:7.",
      'Remove one of the two: a folder stands for the folders in it too.',
    ],
  ],
  'policies inside other policies': [
    { ...mcp('- policies', '- policies\n    - policies/more'), 'policies/more/x.rego': 'package x\n' },
    [
      'CONFIG_DUPLICATE mcp.yaml:12:7',
      "The policies 'policies/more' are named twice; the other place is mcp.yaml:11:7.",
      'Remove one of the two: a folder stands for the folders in it too.',
    ],
  ],
  'a placement that is not there': [
    baseline('placement: production', 'placement: producton'),
    [
      'CONFIG_REFERENCE baselines/base.yaml:6:3',
      "There is no Placement 'producton'.",
      "Did you mean 'production'?",
    ],
  ],
  'an ambiguous placement': [
    also(
      'placements/b.yaml',
      smallRepository['placements/production.yaml']!.replace(
        'name: production',
        'name: production\n  namespace: b',
      ),
    ),
    [
      'CONFIG_REFERENCE baselines/base.yaml:6:3',
      "There are several Placements 'production'.",
      'Write the namespace too: b/production or default/production.',
    ],
  ],
  'a template that is not there': [
    baseline('templates/base', 'templates/bas'),
    [
      'CONFIG_REFERENCE baselines/base.yaml:8:7',
      "There is no template at 'templates/bas'.",
      "Did you mean 'templates/base'?",
    ],
  ],
  'a shipped template that is not there': [
    baseline('templates/base', 'security-baseline/nothing-like-it'),
    [
      'CONFIG_REFERENCE baselines/base.yaml:8:7',
      "There is no template at 'security-baseline/nothing-like-it'.",
      'There are: security-baseline, security-baseline/control-plane, security-baseline/guard-rails, security-baseline/namespace-limits, security-baseline/network-default-deny, security-baseline/pod-security, security-baseline/rbac-guard-rails.',
    ],
  ],
  'a name given twice': [
    also('baselines/again.yaml', smallRepository['baselines/base.yaml']!),
    [
      'CONFIG_DUPLICATE baselines/base.yaml:4:3',
      "The Baseline 'base' is given twice; the other one is at baselines/again.yaml:4:3.",
      'Remove or rename one of the two.',
    ],
  ],
  'a control given twice': [
    also(
      'policies/controls/z.yaml',
      smallRepository['policies/controls/own.yaml']!.replace('name: own', 'name: other'),
    ),
    [
      'CONFIG_DUPLICATE policies/controls/z.yaml:9:7',
      "The control 'own-1' is given twice; the other one is at policies/controls/own.yaml:9:7.",
      'Remove or rename one of the two.',
    ],
  ],
  'a placement that is left to another scheduler': [
    placement(
      'metadata:',
      "metadata:\n  annotations: { cluster.open-cluster-management.io/experimental-scheduling-disable: 'true' }",
    ),
    [
      'CONFIG_UNSUPPORTED placements/production.yaml:4:18',
      'The annotation leaves this placement to another scheduler.',
      'Remove it: mcp would decide what the hub does not.',
    ],
  ],
  'a cluster set that is not there': [
    also(
      'placements/set.yaml',
      'apiVersion: cluster.open-cluster-management.io/v1beta2\nkind: ManagedClusterSetBinding\nmetadata: { name: retial }\nspec: { clusterSet: globall }\n',
    ),
    [
      'CONFIG_REFERENCE placements/set.yaml:4:9',
      "There is no ManagedClusterSet 'globall'.",
      "Did you mean 'global'?",
    ],
  ],
  'broken YAML': [
    also('placements/x.yaml', 'a: [1\n'),
    ['CONFIG_YAML placements/x.yaml:2:1', 'The YAML cannot be read: deficient indentation.'],
  ],
  'a cyclic alias': [
    also('placements/x.yaml', 'a: &a [*a]\n'),
    ['CONFIG_YAML placements/x.yaml:1:8', "The alias '*a' stands inside its own anchor."],
  ],
  'a key given twice': [
    mcp('  name: acme', '  name: acme\n  name: acme'),
    ['CONFIG_YAML mcp.yaml:5:3', "The key 'name' is given twice.", 'Remove one of the two.'],
  ],
  'bytes that are not UTF-8': [
    { ...smallRepository, 'placements/x.yaml': Buffer.from([0x61, 0x3a, 0x20, 0xff]) },
    ['CONFIG_YAML placements/x.yaml:1:4', 'The file is not valid UTF-8.', 'Save the file as UTF-8.'],
  ],
  'a template that is not UTF-8': [
    { ...smallRepository, 'templates/base/x.yaml': Buffer.from([0xff]) },
    ['CONFIG_YAML templates/base/x.yaml:1:1', 'The file is not valid UTF-8.', 'Save the file as UTF-8.'],
  ],
};

it.each(Object.entries(cases))('%s', async (_, [files, expected]) => {
  expect(await failure(files)).toEqual(expected);
});

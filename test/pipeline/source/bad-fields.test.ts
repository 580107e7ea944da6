import { expect, it } from 'vitest';
import { also, baseline, change, exception, failure, mcp, placement } from './failure.ts';

const cases: Readonly<Record<string, readonly [Record<string, string | Uint8Array>, string[]]>> = {
  'an empty mcp.yaml': [
    also('mcp.yaml', '# later\n'),
    [
      'CONFIG_INVALID mcp.yaml:1:1',
      'mcp.yaml holds no Fleet.',
      'Begin it with apiVersion: mcp.policy/v1alpha1 and kind: Fleet.',
    ],
  ],
  'an unknown kind': [
    baseline('kind: Baseline', 'kind: Baselin'),
    [
      'CONFIG_INVALID baselines/base.yaml:2:1',
      "mcp does not know the kind 'Baselin'.",
      "Did you mean 'Baseline'?",
    ],
  ],
  'a foreign kind': [
    also('placements/x.yaml', 'apiVersion: v1\nkind: ConfigMap\n'),
    [
      'CONFIG_INVALID placements/x.yaml:2:1',
      "mcp does not know the kind 'ConfigMap'.",
      'Configuration consists of Fleet, Baseline, PolicyException, ControlCatalog, Placement, ManagedClusterSet, ManagedClusterSetBinding, AddOnPlacementScore.',
    ],
  ],
  'no kind': [
    also('placements/x.yaml', '\na: 1\n'),
    [
      'CONFIG_INVALID placements/x.yaml:2:1',
      'The document has no kind.',
      'Configuration consists of Fleet, Baseline, PolicyException, ControlCatalog, Placement, ManagedClusterSet, ManagedClusterSetBinding, AddOnPlacementScore.',
    ],
  ],
  'another version': [
    mcp('v1alpha1', 'v1'),
    [
      'CONFIG_INVALID mcp.yaml:1:1',
      'mcp reads the kind Fleet in the version mcp.policy/v1alpha1 only.',
      'Write apiVersion: mcp.policy/v1alpha1',
    ],
  ],
  'no version': [
    baseline('apiVersion: mcp.policy/v1alpha1\n', ''),
    [
      'CONFIG_INVALID baselines/base.yaml:1:1',
      'mcp reads the kind Baseline in the version mcp.policy/v1alpha1 only.',
      'Write apiVersion: mcp.policy/v1alpha1',
    ],
  ],
  'an unknown field': [
    mcp('repository:', 'repositry:'),
    ['CONFIG_INVALID mcp.yaml:9:5', "spec.delivery has no field 'repositry'.", "Did you mean 'repository'?"],
  ],
  'an unknown field far from all others': [
    mcp('    repository:', '    zzzzzzzzz: 1\n    repository:'),
    [
      'CONFIG_INVALID mcp.yaml:9:5',
      "spec.delivery has no field 'zzzzzzzzz'.",
      'It has: repository, branch, ledgerBranch, healthBranch, removalPolicy, maxRemovals, timeout, author, signing.',
    ],
  ],
  'an unknown field at the root': [
    baseline('spec:', 'status: {}\nspec:'),
    [
      'CONFIG_INVALID baselines/base.yaml:5:1',
      "The document has no field 'status'.",
      'It has: apiVersion, kind, metadata, spec.',
    ],
  ],
  'a missing field': [
    mcp('    repository: ../fleet.git', '    branch: x'),
    [
      'CONFIG_INVALID mcp.yaml:8:3',
      "spec.delivery needs the field 'repository'.",
      'repository: The fleet repository: a URL, or a path relative to this repository.',
    ],
  ],
  'nothing below a field': [
    mcp('\n    repository: ../fleet.git', ''),
    [
      'CONFIG_INVALID mcp.yaml:8:3',
      'spec.delivery must be a mapping, not null.',
      'Where the rendered baselines go.',
    ],
  ],
  'a wrong type': [
    mcp('repository: ../fleet.git', 'repository: [a]'),
    [
      'CONFIG_INVALID mcp.yaml:9:5',
      'spec.delivery.repository must be text, not a list.',
      'The fleet repository: a URL, or a path relative to this repository.',
    ],
  ],
  'a number where text belongs': [
    change('policies/controls/own.yaml', "'1'", '1.2'),
    [
      'CONFIG_INVALID policies/controls/own.yaml:7:3',
      'spec.version must be text, not a number.',
      'Put the value in quotes.',
    ],
  ],
  'a boolean where text belongs': [
    placement('environment: production', 'environment: on'),
    [
      'CONFIG_INVALID placements/production.yaml:10:13',
      'spec.predicates[0].requiredClusterSelector.labelSelector.matchLabels.environment must be text, not a boolean.',
      'Put the value in quotes.',
    ],
  ],
  'an unknown word': [
    mcp('../fleet.git', '../fleet.git\n    removalPolicy: keep'),
    [
      'CONFIG_INVALID mcp.yaml:10:5',
      'spec.delivery.removalPolicy must be Keep or Prune.',
      "Did you mean 'Keep'?",
    ],
  ],
  'too many removals': [
    mcp('../fleet.git', '../fleet.git\n    maxRemovals: 101%'),
    [
      'CONFIG_INVALID mcp.yaml:10:5',
      'spec.delivery.maxRemovals is not valid.',
      'The share of the delivered clusters, in per cent from 0 to 100, that one run may remove without --allow-removals: 10% or 10.',
    ],
  ],
  'a password in the repository': [
    mcp('../fleet.git', 'https://me:secret@git.example.com/fleet.git'),
    [
      'CONFIG_INVALID mcp.yaml:9:5',
      'spec.delivery.repository holds a password.',
      "Take it out, replace it (it has been in the repository's history), and use git's credential helpers.",
    ],
  ],
  'no inventory': [
    mcp('\n    - path: clusters/', ' []'),
    ['CONFIG_INVALID mcp.yaml:6:3', 'spec.inventory must not be empty.', 'Where the clusters are read from.'],
  ],
  'a bad name': [
    baseline('name: base', 'name: ../base'),
    [
      'CONFIG_INVALID baselines/base.yaml:4:3',
      'metadata.name is not valid.',
      'The name of the baseline, which becomes a folder on the branches: lower-case letters, digits and dashes, at most 63 characters.',
    ],
  ],
  'no template': [
    baseline('\n    - templates/base', ' []'),
    [
      'CONFIG_INVALID baselines/base.yaml:7:3',
      'spec.templates must not be empty.',
      'Folders of Kubernetes YAML with CEL holes: a path in this repository, or security-baseline/<name> for a shipped one.',
    ],
  ],
  'a share that is none': [
    baseline(
      '  parameters:',
      '  rollout: { type: Progressive, progressive: { maxConcurrency: 300% } }\n  parameters:',
    ),
    [
      'CONFIG_INVALID baselines/base.yaml:9:48',
      'spec.rollout.progressive.maxConcurrency is not valid.',
      'How many clusters may be under way at once, a number or a share such as 25% of those outside of mandatory groups; all of them unless given.',
    ],
  ],
  'an override without parameters': [
    baseline('  parameters:', '  overrides:\n    - when: ${true}\n  parameters:'),
    [
      'CONFIG_INVALID baselines/base.yaml:10:7',
      "spec.overrides[0] needs the field 'parameters'.",
      'parameters: The parameters to change.',
    ],
  ],
  'a manual control without a reason': [
    change('policies/controls/own.yaml', 'automated', 'manual'),
    ['CONFIG_INVALID policies/controls/own.yaml:9:7', "spec.controls[0] needs the field 'reason'."],
  ],
  'an exception for everything': [
    exception('[pod-privileged]', '[]'),
    [
      'CONFIG_INVALID exceptions/e.yaml:14:5',
      'spec.match.policies must not be empty.',
      'Ids of the policies, at least one.',
    ],
  ],
  'an exception without an end': [
    exception('  expires: 2026-12-31\n', ''),
    [
      'CONFIG_INVALID exceptions/e.yaml:5:1',
      "spec needs the field 'expires'.",
      'expires: When it ends: a date such as 2026-01-31 (to the end of that day, UTC), or a date and time such as 2026-01-31T12:00:00Z.',
    ],
  ],
  'a day that is none': [
    exception('expires: 2026-12-31', 'expires: 2026-02-30'),
    [
      'CONFIG_INVALID exceptions/e.yaml:11:3',
      'spec.expires is no day of the calendar or time of the day: 2026-02-30',
      'Write a date such as 2026-01-31, or a date and time such as 2026-01-31T12:00:00Z.',
    ],
  ],
  'a date in words': [
    exception('expires: 2026-12-31', 'expires: end of year'),
    [
      'CONFIG_INVALID exceptions/e.yaml:11:3',
      'spec.expires is not valid.',
      'When it ends: a date such as 2026-01-31 (to the end of that day, UTC), or a date and time such as 2026-01-31T12:00:00Z.',
    ],
  ],
  'an end before the beginning': [
    exception('expires: 2026-12-31', 'expires: 2025-12-31'),
    [
      'CONFIG_INVALID exceptions/e.yaml:11:3',
      'spec.expires is before spec.created.',
      'Write a date such as 2026-01-31, or a date and time such as 2026-01-31T12:00:00Z.',
    ],
  ],
  'an exception from whole policies': [
    exception('    clusters: [a]\n', ''),
    [
      'CONFIG_INVALID exceptions/e.yaml:13:3',
      'spec.match covers everything that its policies find, on every cluster.',
      'Say for which clusters (clusters, clusterSelector) or objects (namespaces, names, containers) it is.',
    ],
  ],
  'an exception that selects every cluster': [
    exception('    clusters: [a]\n', '    clusterSelector: { matchLabels: {}, matchExpressions: [] }\n'),
    [
      'CONFIG_INVALID exceptions/e.yaml:13:3',
      'spec.match covers everything that its policies find, on every cluster.',
      'Say for which clusters (clusters, clusterSelector) or objects (namespaces, names, containers) it is.',
    ],
  ],
  'an exception for all objects of a kind': [
    exception('    clusters: [a]\n', '    kinds: [Pod]\n'),
    [
      'CONFIG_INVALID exceptions/e.yaml:13:3',
      'spec.match covers everything that its policies find, on every cluster.',
      'Say for which clusters (clusters, clusterSelector) or objects (namespaces, names, containers) it is.',
    ],
  ],
  'an exception from every policy': [
    exception('[pod-privileged]', "['*']"),
    [
      'CONFIG_INVALID exceptions/e.yaml:14:16',
      'spec.match.policies[0] is not valid.',
      'The id of a policy. There are no wildcards.',
    ],
  ],
  'an exception for containers by pattern': [
    exception('    clusters: [a]\n', "    containers: ['istio-*']\n"),
    [
      'CONFIG_INVALID exceptions/e.yaml:15:18',
      'spec.match.containers[0] is not valid.',
      'The name of a container. There are no wildcards.',
    ],
  ],
  'an owner who approves': [
    exception('approver: security', 'approver: " Team-A"'),
    [
      'CONFIG_INVALID exceptions/e.yaml:7:3',
      'spec.approver is the owner of the exception.',
      'Whoever asks for a deviation does not approve it: name somebody else.',
    ],
  ],
  'an exception that nobody approved': [
    exception('approver: security', 'approver: " "'),
    [
      'CONFIG_INVALID exceptions/e.yaml:7:3',
      'spec.approver is not valid.',
      'Who accepted the risk: somebody else than the owner.',
    ],
  ],
  'an exception for more than a year': [
    exception('expires: 2026-12-31', 'expires: 2027-01-03'),
    [
      'CONFIG_INVALID exceptions/e.yaml:11:3',
      'spec.expires is more than 366 days after spec.created.',
      'Let it end sooner, and have it approved anew by then; spec.exceptions.maxDays of mcp.yaml sets the limit.',
    ],
  ],
  'an exception for longer than the fleet allows': [
    mcp('spec:', 'spec:\n  exceptions: { maxDays: 90 }'),
    [
      'CONFIG_INVALID exceptions/e.yaml:11:3',
      'spec.expires is more than 90 days after spec.created.',
      'Let it end sooner, and have it approved anew by then; spec.exceptions.maxDays of mcp.yaml sets the limit.',
    ],
  ],
  'an unknown field of a Placement': [
    placement('spec:', 'spec:\n  sortBy: ClusterName'),
    [
      'CONFIG_INVALID placements/production.yaml:6:3',
      "spec has no field 'sortBy'.",
      'It has: clusterSets, predicates, tolerations, numberOfClusters, prioritizerPolicy, spreadPolicy, spreadConstraints, decisionStrategy.',
    ],
  ],
  'a spread constraint that does not say where its key is': [
    placement('spec:', 'spec:\n  spreadPolicy:\n    spreadConstraints:\n      - topologyKey: region'),
    [
      'CONFIG_INVALID placements/production.yaml:8:9',
      "spec.spreadPolicy.spreadConstraints[0] needs the field 'topologyKeyType'.",
      'topologyKeyType: Whether the key is a Label or a Claim.',
    ],
  ],
  'a spread constraint that allows no skew': [
    placement(
      'spec:',
      'spec:\n  spreadPolicy:\n    spreadConstraints:\n      - { topologyKey: region, topologyKeyType: Label, maxSkew: 0 }',
    ),
    [
      'CONFIG_INVALID placements/production.yaml:8:56',
      'spec.spreadPolicy.spreadConstraints[0].maxSkew is not valid.',
      'How many more clusters a domain may have than the one with the fewest; at least 1.',
    ],
  ],
  'more than eight spread constraints': [
    placement('spec:', `spec:\n  spreadConstraints: [${'{ spreadByField: region }, '.repeat(9)}]`),
    [
      'CONFIG_INVALID placements/production.yaml:6:3',
      'spec.spreadConstraints is not valid.',
      'A shorthand of spreadPolicy.spreadConstraints that no hub reads: at most 8 labels, with ScheduleAnyway.',
    ],
  ],
  'a spread by what is no label': [
    placement('spec:', 'spec:\n  spreadConstraints: [{ spreadByField: region/ }]'),
    [
      'CONFIG_INVALID placements/production.yaml:6:25',
      'spec.spreadConstraints[0].spreadByField is not valid.',
      'The name of a label or claim, with or without a prefix.',
    ],
  ],
  'a spread policy beside its shorthand': [
    placement('spec:', 'spec:\n  spreadPolicy: {}\n  spreadConstraints: [{ spreadByField: region }]'),
    [
      'CONFIG_INVALID placements/production.yaml:7:3',
      'spec has both spreadPolicy and its shorthand spreadConstraints.',
      'Move all constraints to spec.spreadPolicy.spreadConstraints.',
    ],
  ],
  'In without values': [
    placement(
      'matchLabels:\n            environment: production',
      'matchExpressions:\n            - { key: a, operator: In }',
    ),
    ['CONFIG_INVALID placements/production.yaml:10:15', 'The operator In takes at least one value.'],
  ],
  'Exists with values': [
    placement(
      'matchLabels:\n            environment: production',
      'matchExpressions:\n            - { key: a, operator: Exists, values: [b] }',
    ),
    ['CONFIG_INVALID placements/production.yaml:10:15', 'The operator Exists takes no values.'],
  ],
  'a number of clusters below 0': [
    placement('spec:', 'spec:\n  numberOfClusters: -1'),
    [
      'CONFIG_INVALID placements/production.yaml:6:3',
      'spec.numberOfClusters is not valid.',
      'How many clusters are selected, the best by score, from 0; left out: all.',
    ],
  ],
  'a weight beyond 10': [
    placement(
      'spec:',
      'spec:\n  prioritizerPolicy:\n    configurations: [{ scoreCoordinate: { builtIn: Steady }, weight: 11 }]',
    ),
    [
      'CONFIG_INVALID placements/production.yaml:7:62',
      'spec.prioritizerPolicy.configurations[0].weight is not valid.',
      'How much the score counts, -10 to 10; 0 switches it off.',
    ],
  ],
  'a size of groups that is neither a number nor a share': [
    placement('spec:', 'spec:\n  decisionStrategy: { groupStrategy: { clustersPerDecisionGroup: half } }'),
    [
      'CONFIG_INVALID placements/production.yaml:6:40',
      'spec.decisionStrategy.groupStrategy.clustersPerDecisionGroup is not valid.',
      'The most clusters in a group: a number, or a share of those selected such as 25%.',
    ],
  ],
};

it.each(Object.entries(cases))('%s', async (_, [files, expected]) => {
  expect(await failure(files)).toEqual(expected);
});

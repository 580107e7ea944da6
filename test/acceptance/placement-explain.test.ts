import { beforeAll, describe, expect, test } from 'vitest';
import type { Explanation } from '../../src/pipeline/explain-placement.ts';
import { documentOf, mcp } from '../support/mcp.ts';
import { baselineFor, managedCluster, placementOf, tinyFleet } from '../support/tiny-fleet.ts';
import type { TinyFleet } from '../support/tiny-fleet.ts';

const spread = [{ topologyKey: 'region', topologyKeyType: 'Label', whenUnsatisfiable: 'DoNotSchedule' }];
const cluster = (name: string, region: string, environment = 'production') => ({
  [`clusters/${name}.yaml`]: managedCluster(name, { region, environment }),
});

describe('mcp placement explain', () => {
  let fleet: TinyFleet;
  const explain = (...args: string[]) => mcp(['placement', 'explain', ...args], { cwd: fleet.policy });

  beforeAll(async () => {
    fleet = await tinyFleet(
      {},
      {
        ...cluster('eu-1', 'eu'),
        ...cluster('eu-2', 'eu'),
        ...cluster('us-1', 'us'),
        ...cluster('us-2', 'us', 'test'),
        'placements/edge.yaml': placementOf('edge', {
          numberOfClusters: 2,
          predicates: [
            { requiredClusterSelector: { labelSelector: { matchLabels: { environment: 'production' } } } },
          ],
          spreadPolicy: { spreadConstraints: spread },
        }),
        ...baselineFor('edge'),
      },
    );
    const run = await mcp(['policy', 'sync'], { cwd: fleet.policy });
    expect(run.code).toBe(0);
  });

  test('shows steps, scores, ranks, domains and reasons', async () => {
    const run = await explain('edge');
    expect(run.stdout).toMatchInlineSnapshot(`
      "default/edge
        baselines: edge
        selects: 2, numberOfClusters is 2
        spread by: label region (maxSkew 1, DoNotSchedule)
        domains: region=eu: 1 of 2, region=us: 1 of 1
        CLUSTER  DECISION          RANK  SCORE  Balance  Steady  DOMAIN     REASON
        eu-1     selected          1     200    100      100     region=eu
        us-1     selected          2     200    100      100     region=us
        eu-2     NumberOfClusters  3     100    100      0       region=eu  region=eu gets 1 of 2 clusters; with a score of 100 it is not among them.
        us-2     Predicate         -     -      -        -       -          No predicate matches: label environment is 'test', not 'production'.
      "
    `);
    expect(run.code).toBe(0);
  });

  test('explains the clusters that are asked about', async () => {
    const run = await explain('default/edge', '--cluster', 'us-2', '--cluster', 'eu-1', '--json');
    const { placements, whatIf } = documentOf<Explanation>(run);
    expect(placements[0]?.clusters.map((each) => [each.cluster, each.dropped?.step])).toEqual([
      ['eu-1', undefined],
      ['us-2', 'Predicate'],
    ]);
    expect(whatIf).toBeNull();
  });

  test('tells whom a new label pushes out and in', async () => {
    const run = await explain('--what-if', 'cluster=us-1,environment=test');
    expect(run.stdout).toMatchInlineSnapshot(`
      "What if us-1 had environment=test
        baselines: edge -> none
        placement default/edge, with the baselines: edge
          + eu-2 (pushed in)
          - us-1: No predicate matches: label environment is 'test', not 'production'.

      default/edge
        baselines: edge
        selects: 2, numberOfClusters is 2
        spread by: label region (maxSkew 1, DoNotSchedule)
        domains: region=eu: 2 of 2
        CLUSTER  DECISION   RANK  SCORE  Balance  Steady  DOMAIN     REASON
        eu-2     selected   2     100    100      0       region=eu
        us-1     Predicate  -     -      -        -       -          No predicate matches: label environment is 'test', not 'production'.
      "
    `);
    const added = await explain('--what-if', 'cluster=eu-2,-environment', '--json');
    expect(documentOf<Explanation>(added).whatIf).toMatchObject({ placements: [] });
  });

  test('tells what a cluster that does not exist yet would get', async () => {
    const run = await explain('--what-if', 'cluster=ap-1,region=ap,environment=production', '--json');
    const { whatIf, placements } = documentOf<Explanation>(run);
    expect(whatIf?.changes).toMatchObject([
      { cluster: 'ap-1', isNew: true, baselines: { before: [], after: [] } },
    ]);
    expect(placements[0]?.clusters).toMatchObject([
      { cluster: 'ap-1', dropped: { step: 'NumberOfClusters' } },
    ]);
  });

  test.each([
    [['egde'], 'there is no placement egde', "Did you mean 'edge'?"],
    [['--cluster', 'eu1'], 'there is no cluster eu1 in the inventory', "Did you mean 'eu-1'?"],
    [
      ['--what-if', 'cluster=eu-1,-enviroment'],
      'the cluster eu-1 has no label enviroment to remove',
      "Did you mean 'environment'?",
    ],
    [
      ['--what-if', 'cluster=eu-1,a=b c'],
      "The value of the label 'a' is no valid label value.",
      'Labels hold',
    ],
    [['--what-if', 'cluster=../x,a=b'], '"../x" cannot be the name of a cluster.', 'DNS-1123'],
  ])('%j is refused with a hint', async (args, message, hint) => {
    const run = await explain(...args);
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(message);
    expect(run.stderr).toContain(hint);
  });

  test('takes an unknown name for a new cluster, and asks whether that was meant', async () => {
    const run = await explain('--what-if', 'cluster=eu-11,environment=test');
    expect(run.code).toBe(0);
    expect(run.stderr).toContain("Did you mean 'eu-1'?");
  });
});

test('mcp placement explain -f explains the objects of a hub', async () => {
  const objects = [
    managedCluster('a', { region: 'eu' }),
    managedCluster('b', { region: 'us' }),
    placementOf('first', {
      predicates: [{ requiredClusterSelector: { labelSelector: { matchLabels: { region: 'eu' } } } }],
    }),
    placementOf('second', {}),
  ];
  const input = objects.join('\n---\n');
  const explain = (...args: string[]) => mcp(['placement', 'explain', '-f', '-', ...args], { input });
  const run = await explain('first');
  expect(run.stdout).toMatchInlineSnapshot(`
    "default/first
      baselines: none
      selects: 1
      CLUSTER  DECISION   RANK  SCORE  Balance  Steady  REASON
      a        selected   1     100    100      0
      b        Predicate  -     -      -        -       No predicate matches: label region is 'us', not 'eu'.
    "
  `);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  const imagined = await explain('--what-if', 'cluster=b,region=eu', '--json');
  expect(documentOf<Explanation>(imagined).whatIf?.placements).toMatchObject([
    { placement: { name: 'first' }, gained: [{ cluster: 'b' }], lost: [] },
  ]);
});

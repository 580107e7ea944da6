import { describe, expect, it } from 'vitest';
import { loadWorkspace } from '../../../src/pipeline/source/index.ts';
import { failure } from './failure.ts';
import { memoryCache, memoryTree, repositoryRoot, smallRepository } from './memory-tree.ts';

/** A catalogue whose controls are `id: what it maps to`. */
function catalog(name: string, controls: Readonly<Record<string, string>>, more = ''): string {
  const entries = Object.entries(controls).map(
    ([id, mapsTo]) =>
      `    - id: ${id}\n      title: Be good\n      coverage: automated\n${mapsTo === '' ? '' : `      mapsTo: ${mapsTo}\n`}`,
  );
  return `apiVersion: mcp.policy/v1alpha1
kind: ControlCatalog
metadata: { name: ${name} }
spec:
  title: ${name}
  version: '1'
${more}  controls:
${entries.join('')}`;
}

function withFrameworks(names: string): string {
  return `${smallRepository['mcp.yaml'] ?? ''}  frameworks: ${names}\n`;
}

async function catalogsOf(files: Readonly<Record<string, string>>) {
  const tree = memoryTree({ ...smallRepository, ...files });
  const { catalogs } = await loadWorkspace(tree, {
    cache: memoryCache(),
    shippedRoot: repositoryRoot,
    askHub: null,
  });
  return catalogs;
}

describe('mapsTo', () => {
  it('leads on to what the named controls map to, across catalogues', async () => {
    const catalogs = await catalogsOf({
      'policies/controls/far.yaml': catalog('far', { 'far-1': '[mid-2, mid-1]' }),
      'policies/controls/mid.yaml': catalog('mid', { 'mid-1': '[own-1]', 'mid-2': '[mid-1]' }),
    });
    const mapsTo = catalogs.flatMap(({ controls }) => controls.map(({ id, mapsTo }) => [id, mapsTo]));
    expect(Object.fromEntries(mapsTo)).toEqual({
      'far-1': ['mid-1', 'mid-2', 'own-1'],
      'mid-1': ['own-1'],
      'mid-2': ['mid-1', 'own-1'],
      'own-1': [],
    });
  });

  it.each<[what: string, controls: Record<string, string>, told: string[]]>([
    [
      'an unknown control',
      { a: '[own-1, own-2]' },
      [
        'CONFIG_REFERENCE policies/controls/new.yaml:11:23',
        "No ControlCatalog holds the control 'own-2'.",
        "Did you mean 'own-1'?",
      ],
    ],
    [
      'a control that maps to itself',
      { a: '[a]' },
      [
        'CONFIG_INVALID policies/controls/new.yaml:11:16',
        "The control 'a' maps to itself.",
        'Map from the framework that was derived to the one that policies name.',
      ],
    ],
    [
      'a circle',
      { a: '[own-1, b]', b: '[c]', c: '[a]' },
      [
        'CONFIG_INVALID policies/controls/new.yaml:11:23',
        "The control 'a' maps to 'b', which leads back to it.",
        'Map from the framework that was derived to the one that policies name.',
      ],
    ],
    [
      'a flood',
      Object.fromEntries(
        Array.from({ length: 2000 }, (_, index) => [
          `c${index}`,
          `[${index === 1999 ? 'own-1' : `c${index + 1}`}]`,
        ]),
      ),
      [
        'CONFIG_INVALID policies/controls/new.yaml:11:16',
        "The control 'c0' maps to more than 1000 others.",
        'Map it to the few that demand the same.',
      ],
    ],
  ])('refuses %s', async (_what, controls, told) => {
    const files = { ...smallRepository, 'policies/controls/new.yaml': catalog('new', controls) };
    expect(await failure(files)).toEqual(told);
  });
});

describe('the frameworks that reports are about', () => {
  const files = {
    'policies/controls/old.yaml': catalog('old', { 'old-1': '[own-1]' }, '  supersededBy: own\n'),
  };
  const reported = async (more: Readonly<Record<string, string>>) =>
    (await catalogsOf({ ...files, ...more })).filter((each) => each.reported).map(({ name }) => name);

  it('are those that no newer one supersedes', async () => {
    expect(await reported({})).toEqual(['own']);
  });

  it('are those that the fleet names', async () => {
    expect(await reported({ 'mcp.yaml': withFrameworks('[old]') })).toEqual(['old']);
  });

  it('are there', async () => {
    expect(await failure({ ...smallRepository, 'mcp.yaml': withFrameworks('[owm]') })).toEqual([
      'CONFIG_REFERENCE mcp.yaml:12:16',
      "There is no control catalogue 'owm'.",
      "Did you mean 'own'?",
    ]);
    const other = catalog('old', { 'old-1': '' }, '  supersededBy: elsewhere\n');
    expect(await failure({ ...smallRepository, 'policies/controls/old.yaml': other })).toEqual([
      'CONFIG_REFERENCE policies/controls/old.yaml:7:3',
      "There is no control catalogue 'elsewhere'.",
      'There are: old, own.',
    ]);
  });
});

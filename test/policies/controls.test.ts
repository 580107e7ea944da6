import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { readFiles, ruleFolders } from './rule-folders.ts';

interface Control {
  readonly id: string;
  readonly coverage: string;
  readonly reason?: string;
}

const policies = ruleFolders
  .flatMap((folder) => readFiles(folder, '*.rego'))
  .filter(({ path, text }) => !path.endsWith('_test.rego') && text.startsWith('# METADATA\n'))
  .map(({ path, text }) => ({ path, custom: readMetadata(text) }));

const controls = ruleFolders
  .flatMap((folder) => readFiles(folder, 'controls/*.yaml'))
  .flatMap(({ text }) => (parse(text) as { spec: { controls: readonly Control[] } }).spec.controls);

describe('policies and controls', () => {
  const claimed = new Set(policies.flatMap(({ custom }) => custom.controls));

  it('finds both', () => {
    expect(policies.length).toBeGreaterThan(40);
    expect(controls.length).toBeGreaterThan(100);
  });

  it('gives every control one id', () => {
    expect(new Set(controls.map(({ id }) => id)).size).toBe(controls.length);
  });

  it('has a policy for every control that is called automated', () => {
    const automated = controls.filter(({ coverage }) => coverage === 'automated').map(({ id }) => id);
    expect(automated.filter((id) => !claimed.has(id))).toEqual([]);
  });

  it('knows every control that a policy names', () => {
    const known = new Set(controls.map(({ id }) => id));
    expect([...claimed].filter((id) => !known.has(id))).toEqual([]);
  });

  it('says why the other controls are not', () => {
    const silent = controls.filter(
      ({ coverage, reason = '' }) => (coverage === 'automated') !== (reason === ''),
    );
    expect(silent).toEqual([]);
  });

  it.each(policies)('$path is named after its id and maps to a control', ({ path, custom }) => {
    expect(`${custom.id}.rego`).toBe(basename(path));
    expect(custom.controls.length).toBeGreaterThan(0);
  });
});

function readMetadata(text: string): { readonly id: string; readonly controls: readonly string[] } {
  const comment = text.slice(text.indexOf('\n') + 1, text.indexOf('\npackage '));
  const metadata = parse(comment.replaceAll(/^# ?/gm, '')) as { custom: { id: string; controls: string[] } };
  return metadata.custom;
}

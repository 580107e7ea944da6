import { describe, expect, it } from 'vitest';
import { blobId } from '../../../src/git/blob-id.ts';
import { commitObject } from '../../../src/git/commit.ts';
import { treeOf } from '../../../src/git/tree.ts';
import type { RecordedRun } from '../../../src/model/ledger.ts';
import { ruleBookDigest } from '../../../src/pipeline/ledger/index.ts';
import { readRun } from '../../../src/pipeline/ledger/read-run.ts';
import { sha256, sha256OfLines } from '../../../src/pipeline/ledger/digests.ts';
import { snapshotOf } from '../../../src/pipeline/ledger/snapshot.ts';
import { inMemory } from '../../support/memory-reader.ts';
import { fleetRun } from '../../support/recorded-run.ts';

const bare = fleetRun();
const run: RecordedRun = { ...bare, record: { ...bare.record, ruleBook: ruleBookDigest(bare.ruleBook) } };
const evaluation = [...run.evaluations.keys()][0] ?? '';
const evaluationPath = `evaluations/${evaluation.slice(0, 2)}/${evaluation}.json`;
const ofFleet = run.record.fleetEvaluation ?? '';
const fleetPath = `evaluations/${ofFleet.slice(0, 2)}/${ofFleet}.json`;
const otherDigest = 'ab'.repeat(32);

type Files = Map<string, Uint8Array>;

const message = `Record run ${run.record.id}\n\nMcp-Run: ${run.record.id}\n`;

/** The files that mcp would write, by path. */
async function ledgerFiles(): Promise<Files> {
  const { objects, tree } = snapshotOf({ ...run, signer: null });
  const reader = inMemory(objects);
  const files = await reader.files(tree);
  return new Map(
    await Promise.all(files.map(async ({ path, id }) => [path, await reader.blob(id)] as const)),
  );
}

/** Commits the files as somebody with push rights could, and reads them as a run. */
async function readBack(files: Files, commitMessage = message) {
  const blobs = [...files].map(([path, body]) => ({ path, id: blobId(body), type: 'blob' as const, body }));
  const tree = treeOf(blobs);
  const author = { name: 'Mallory', email: 'mallory@example.com' };
  const commit = commitObject({
    tree: tree.id,
    parents: [],
    author,
    time: new Date(0),
    message: commitMessage,
  });
  return await readRun(inMemory([commit, ...blobs, ...tree.objects]), commit.id);
}

function edit(path: string, change: (text: string) => string) {
  return (files: Files) => {
    files.set(path, Buffer.from(change(Buffer.from(files.get(path)!).toString())));
  };
}

describe('reading a run from a hostile branch', () => {
  it('reads what mcp wrote', async () => {
    const { commit, ...read } = await readBack(await ledgerFiles());
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    const { record, ruleBook, evaluations, fleetFindings } = run;
    expect(read).toEqual({ record, ruleBook, evaluations, fleetFindings });
  });

  it('leaves properties that it does not know to later versions', async () => {
    const files = await ledgerFiles();
    edit('run.json', (text) => text.replace('{', '{"signature": "…",'))(files);
    await expect(readBack(files)).resolves.toMatchObject({ record: { id: run.record.id } });
  });

  it('takes a cluster for one of the inventory where the record does not say', async () => {
    const files = await ledgerFiles();
    edit('clusters.jsonl', (text) => text.replaceAll(/"inInventory":(true|false),/g, ''))(files);
    const { record } = await readBack(files);
    expect(record.clusters.map(({ inInventory }) => inInventory)).toEqual(record.clusters.map(() => true));
  });

  it('knows of no mappings where the rule book does not say, and reports on all that it holds', async () => {
    const files = await ledgerFiles();
    edit('rulebook.json', (text) => text.replaceAll(/,\s*"(?:mapsTo|reported)": (?:\[\]|true)/g, ''))(files);
    const text = files.get('rulebook.json')?.toString() ?? '';
    expect(text).not.toMatch(/mapsTo|reported/);
    const digest = sha256(text);
    edit('run.json', (json) => json.replace(run.record.ruleBook, digest))(files);
    expect((await readBack(files)).ruleBook).toEqual(run.ruleBook);
  });

  it('knows of no findings about the fleet, and of no containers, where the record does not say', async () => {
    const files = await ledgerFiles();
    edit('rulebook.json', (text) => text.replaceAll(/"containers": \[[^\]]*\],\s*/g, ''))(files);
    const text = files.get('rulebook.json')?.toString() ?? '';
    expect(text).not.toContain('"containers"');
    edit('run.json', (json) =>
      json.replace(run.record.ruleBook, sha256(text)).replace(/"fleetEvaluation": "[0-9a-f]+",\s*/, ''),
    )(files);
    const { record, ruleBook, fleetFindings } = await readBack(files);
    expect(record.fleetEvaluation).toBeNull();
    expect(fleetFindings).toEqual([]);
    expect(ruleBook.exceptions.map(({ match }) => match.containers)).toEqual([[], [], [], []]);
  });

  it.each<[what: string, path: string, change: (files: Files) => void, reason: RegExp]>([
    ['a file is missing', 'run.json', (files) => void files.delete('run.json'), /no such file/],
    [
      'what was found about the fleet is missing',
      fleetPath,
      (files) => void files.delete(fleetPath),
      /no such file/,
    ],
    [
      'what was found about the fleet was edited',
      fleetPath,
      edit(fleetPath, (text) => text.replace('"fail"', '"pass"')),
      /its digest is not its name/,
    ],
    [
      'an evaluation is missing',
      evaluationPath,
      (files) => void files.delete(evaluationPath),
      /no such file/,
    ],
    ['the file is not JSON', 'run.json', edit('run.json', () => '{'), /not JSON/],
    [
      'the file is not UTF-8',
      'run.json',
      (files) => void files.set('run.json', Buffer.from([0x22, 0xff, 0x22])),
      /UTF-8/,
    ],
    [
      'the kind is another',
      'run.json',
      edit('run.json', (text) => text.replace('"Run"', '"Plan"')),
      /\/kind/,
    ],
    [
      'the version is another',
      'run.json',
      edit('run.json', (text) => text.replace('v1alpha1', 'v9')),
      /\/apiVersion/,
    ],
    [
      'a time is none',
      'run.json',
      edit('run.json', (text) => text.replace('2026-11-24T10:46:33', 'yesterday')),
      /startedAt/,
    ],
    [
      'a time is no date',
      'run.json',
      edit('run.json', (text) => text.replace('2026-11-24T10:46:41', '2026-19-39T10:46:41')),
      /finishedAt is no date/,
    ],
    [
      'the id is not that of the message',
      'run.json',
      edit('run.json', (text) => text.replace('1f2e3d', '000000')),
      /names the run/,
    ],
    [
      'the rule book was edited',
      'rulebook.json',
      edit('rulebook.json', (text) => text.replace('2026-12-10', '2036-12-10')),
      /digest/,
    ],
    ['a line is cut off', 'clusters.jsonl', edit('clusters.jsonl', (text) => text.slice(0, -9)), /cut off/],
    [
      'a line is empty',
      'clusters.jsonl',
      edit('clusters.jsonl', (text) => `${text}\n`),
      /line 10: it is not JSON/,
    ],
    [
      'a cluster is there twice',
      'clusters.jsonl',
      edit('clusters.jsonl', (text) => `${text}${text.split('\n')[7]!}\n`),
      /order of their names/,
    ],
    [
      'a tip is no id',
      'clusters.jsonl',
      edit('clusters.jsonl', (text) => text.replace(/"tip":"[0-9a-f]+"/, '"tip":"HEAD"')),
      /line 2: \/tip/,
    ],
    [
      'an evaluation is a path',
      'clusters.jsonl',
      edit('clusters.jsonl', (text) => text.replace(evaluation, '../../run')),
      /\/evaluation/,
    ],
    [
      'an evaluation is another',
      `evaluations/ab/${otherDigest}.json`,
      edit('clusters.jsonl', (text) => text.replace(evaluation, otherDigest)),
      /no such file/,
    ],
    [
      'nobody knows whether a cluster is in the inventory',
      'clusters.jsonl',
      edit('clusters.jsonl', (text) => text.replace('"inInventory":true', '"inInventory":"maybe"')),
      /line 1: \/inInventory/,
    ],
    [
      'a label is no text',
      'clusters.jsonl',
      edit('clusters.jsonl', (text) => text.replace('"region":"ap"', '"__proto__":{"x":1}')),
      /labels/,
    ],
    [
      'a finding was edited',
      evaluationPath,
      edit(evaluationPath, (text) => text.replace('"excepted"', '"pass"')),
      /digest is not its name/,
    ],
  ])('refuses it when %s', async (_, path, change, reason) => {
    const files = await ledgerFiles();
    change(files);
    const error = await readBack(files).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'LEDGER_INVALID', message: expect.stringMatching(reason) });
    expect((error as Error).message).toMatch(new RegExp(`[0-9a-f]{40}:${path.replaceAll('.', '\\.')} `));
  });

  it('refuses a seventh state', async () => {
    const files = await ledgerFiles();
    const text = Buffer.from(files.get(evaluationPath)!).toString().replace('"pass"', '"warn"');
    const digest = sha256OfLines(text);
    files.set(`evaluations/${digest.slice(0, 2)}/${digest}.json`, Buffer.from(text));
    edit('clusters.jsonl', (lines) => lines.replaceAll(evaluation, digest))(files);
    await expect(readBack(files)).rejects.toMatchObject({
      message: expect.stringContaining('/0/state must be equal'),
    });
  });

  it('refuses a commit that is no run', async () => {
    await expect(readBack(await ledgerFiles(), 'Tidy up\n')).rejects.toMatchObject({
      code: 'LEDGER_INVALID',
      message: expect.stringContaining('does not record a run'),
    });
  });

  it('refuses an exception without a date of expiry', async () => {
    const files = await ledgerFiles();
    edit('rulebook.json', (text) => text.replace('2026-12-10', '2026-19-39'))(files);
    const digest = sha256(files.get('rulebook.json')!);
    edit('run.json', (text) => text.replace(run.record.ruleBook, digest))(files);
    await expect(readBack(files)).rejects.toMatchObject({
      message: expect.stringContaining('expiry of an exception is no date'),
    });
  });
});

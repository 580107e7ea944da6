import type { Drift, DriftCommit, DriftKind } from '../model/drift.ts';
import type { FileChange } from '../model/git.ts';
import type { DriftResult } from '../pipeline/show-drift.ts';
import { visible } from '../runtime/visible.ts';
import { diffFile } from '../yaml/file-diff.ts';
import { diffLine } from './present-diff.ts';
import { fileSigns } from './file-signs.ts';
import type { Style } from './style.ts';

const kinds: Readonly<Record<DriftKind, string>> = {
  committed: 'commits on top of what was recorded',
  rewound: 'set back to an earlier commit',
  rewritten: 'another history in place of what was recorded',
  deleted: 'deleted',
  created: 'made by somebody else',
};

/** So many commits and files of a branch are shown; `--json` has all. */
const most = 20;

/** Who moved which branch and what differs there, the key line last; with the differences themselves when they were read. */
export function driftLines({ document, texts }: DriftResult, style: Style): readonly string[] {
  const { drifts, branches, run } = document;
  const compared = `${branches} ${branches === 1 ? 'branch' : 'branches'} compared with run ${run.id}`;
  const key =
    drifts.length === 0
      ? `${style('bold', 'No drift:')} ${compared}.`
      : `${style('bold', 'Drift:')} ${drifts.length} not as recorded, ${compared}.`;
  return [...drifts.flatMap((drift) => [...branchLines(drift, texts, style), '']), key];
}

function branchLines(drift: Drift, texts: DriftResult['texts'], style: Style): readonly string[] {
  const { cluster, branch, kind, commits, files } = drift;
  const shown = files ?? [];
  return [
    `${style('red', '!')} ${style('bold', visible(cluster))} ${visible(branch)}: ${kinds[kind]}`,
    ...commits.slice(0, most).map(commitLine),
    ...more(commits.length, 'commits'),
    ...(files === null ? ['    what was recorded is no longer there to compare with'] : []),
    ...(texts.size > 0
      ? shown.flatMap((file) => fileDiff(file, texts, style))
      : [...shown.slice(0, most).map((file) => fileLine(file, style)), ...more(shown.length, 'files')]),
  ];
}

function commitLine({ id, author, committer, subject }: DriftCommit): string {
  const who = (identity: DriftCommit['author']): string => `${identity.name} <${identity.email}>`;
  const by = who(author) === who(committer) ? '' : `, committed by ${who(committer)}`;
  return `    ${visible(`${id.slice(0, 12)} ${timeOf(committer.time)} ${who(author)}${by}: ${subject}`)}`;
}

/** A commit may claim any number of seconds. */
function timeOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? 'at an impossible time' : date.toISOString();
}

function fileLine({ path, change }: FileChange, style: Style): string {
  const [sign, colour] = fileSigns[change];
  return `    ${style(colour, sign)} ${visible(path)}`;
}

function fileDiff(file: FileChange, texts: DriftResult['texts'], style: Style): readonly string[] {
  const textOf = (id: string | null): string | null => (id === null ? '' : (texts.get(id) ?? null));
  const [before, after] = [textOf(file.before), textOf(file.after)];
  if (before === null || after === null) return [fileLine(file, style), '    too large to be shown'];
  const { lines, note } = diffFile(file, before, after);
  return [
    fileLine(file, style) + (note === '' ? '' : ` (${note})`),
    ...lines.map((line) => `      ${diffLine(line, style)}`),
  ];
}

function more(number: number, what: string): readonly string[] {
  return number > most ? [`    and ${number - most} more ${what}`] : [];
}

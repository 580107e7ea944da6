import { createTwoFilesPatch } from 'diff';
import type { PlanResult } from '../pipeline/plan.ts';
import { visible } from '../runtime/visible.ts';
import { nameList } from './name-list.ts';
import type { Style } from './style.ts';

/** Unified diffs of all files that a plan changes on existing branches, once for the clusters that change alike. */
export function diffLines({ planned, changeSets, before }: PlanResult, style: Style): readonly string[] {
  const { blobs } = planned.plan;
  return changeSets
    .filter((set) => set.from !== null)
    .flatMap(({ clusters, files }) => [
      style('bold', nameList(clusters)),
      ...files.flatMap(({ path, before: old, after }) =>
        patchLines(
          path,
          old === null ? '' : (before.get(old) ?? ''),
          after === null ? '' : (blobs[after] ?? ''),
          style,
        ),
      ),
      '',
    ]);
}

/** A unified diff of one file; an empty text stands for no file. */
export function patchLines(path: string, before: string, after: string, style: Style): readonly string[] {
  // Whoever reads a pipeline's log may not be whoever may read the Secret.
  if (isSecret(before) || isSecret(after)) return [`${visible(path)}: a Secret, its values are not shown`];
  const from = before === '' ? '/dev/null' : `a/${path}`;
  const to = after === '' ? '/dev/null' : `b/${path}`;
  const patch = createTwoFilesPatch(from, to, before, after, undefined, undefined, { context: 3 });
  return patch
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => style(colourOf(line), visible(line)));
}

/** In block or flow style, quoted or not: a comment that looks like it hides a file too, which does no harm. */
function isSecret(yaml: string): boolean {
  return /kind["']?\s*:\s*["']?Secret\b/u.test(yaml);
}

function colourOf(line: string): Parameters<Style>[0] {
  if (line.startsWith('---') || line.startsWith('+++')) return 'bold';
  if (line.startsWith('@@')) return 'cyan';
  if (line.startsWith('+')) return 'green';
  return line.startsWith('-') ? 'red' : 'reset';
}

import type { FleetEvaluation, FleetFinding } from '../model/finding.ts';
import { visible } from '../runtime/visible.ts';
import { nameList } from './name-list.ts';
import type { Style } from './style.ts';

const most = 20;

/** What holds no cluster back, but somebody should look at: what is wrong with the fleet as a whole, and idle exceptions. */
export function noticeLines(
  fleet: FleetEvaluation | null,
  unusedExceptions: readonly string[],
  style: Style,
): readonly string[] {
  const denying = new Set(fleet?.denials.map(({ policy }) => policy));
  const all = (fleet?.findings ?? []).filter(({ state }) => state === 'fail' || state === 'notEvaluated');
  const found = all.sort((a, b) => Number(denying.has(b.policy)) - Number(denying.has(a.policy)));
  const lines = found.slice(0, most).map((finding) => findingLine(finding, denying, style));
  if (found.length > most) lines.push(`and ${found.length - most} more about the fleet`);
  if (unusedExceptions.length > 0) {
    const what = unusedExceptions.length === 1 ? 'an exception excepts' : 'exceptions except';
    lines.push(`${style('yellow', 'notice:')} ${what} nothing: ${nameList(unusedExceptions)}`);
  }
  return lines;
}

function findingLine(
  { policy, cluster, message, state }: FleetFinding,
  denying: ReadonlySet<string>,
  style: Style,
): string {
  const label = denying.has(policy) ? style('red', 'fleet fail:') : style('yellow', 'fleet warn:');
  const why = state === 'notEvaluated' ? 'not evaluated: ' : '';
  return `${label} ${visible(`${policy}: ${cluster === null ? '' : `${cluster}: `}${why}${message}`)}`;
}

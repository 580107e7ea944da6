import { McpError } from '../model/error.ts';
import type { LabelChange } from '../model/explanation.ts';

const example = 'Write it as cluster=eu-1,environment=production,-tier: -tier removes a label.';

/** Reads `cluster=<name>,<label>=<value>,-<label>`. Throws USAGE. */
function parseWhatIf(text: string): LabelChange {
  const [first = '', ...rest] = text.split(',').map((part) => part.trim());
  const cluster = /^cluster=(.+)$/.exec(first)?.[1];
  if (cluster === undefined) throw invalid(text, 'does not begin with cluster=NAME');
  if (rest.length === 0) throw invalid(text, 'changes no label');
  const set = new Map<string, string>();
  const remove = new Set<string>();
  for (const part of rest) {
    const [, key = '', value] = /^([^=]*)(?:=(.*))?$/.exec(part) ?? [];
    const removed = value === undefined && key.startsWith('-') ? key.slice(1) : undefined;
    const label = removed ?? key;
    if (label === '' || (removed === undefined && value === undefined))
      throw invalid(text, `holds '${part}', which is neither label=value nor -label`);
    if (set.has(label) || remove.has(label)) throw invalid(text, `changes ${label} twice`);
    if (removed === undefined) set.set(label, value ?? '');
    else remove.add(label);
  }
  return { cluster, set: Object.fromEntries(set), remove: [...remove] };
}

/** Throws USAGE when a cluster is given twice. */
export function parseWhatIfs(texts: readonly string[]): readonly LabelChange[] {
  const changes = texts.map(parseWhatIf);
  const twice = changes.find(
    ({ cluster }, at) => changes.findIndex((other) => other.cluster === cluster) < at,
  );
  if (twice !== undefined)
    throw new McpError('USAGE', `--what-if names the cluster ${twice.cluster} twice`, {
      hint: 'Put all its labels into one: cluster=NAME,label=value,label=value.',
    });
  return changes;
}

function invalid(text: string, problem: string): McpError {
  return new McpError('USAGE', `--what-if ${text} ${problem}`, { hint: example });
}

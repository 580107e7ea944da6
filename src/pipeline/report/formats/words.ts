import type { FindingState } from '../../../model/finding.ts';
import type { ObjectReference } from '../../../model/kubernetes.ts';
import type { ClusterRecord } from '../../../model/ledger.ts';
import type { Severity } from '../../../model/policy.ts';
import type { ExceptionStatus, PopulationState, Share } from '../../../model/report.ts';

export const stateWords: Readonly<Record<FindingState, string>> = {
  pass: 'Pass',
  fail: 'Fail',
  excepted: 'Excepted',
  manual: 'Manual',
  notEvaluated: 'Not evaluated',
  notApplicable: 'Not applicable',
};

export const populationWords: Readonly<Record<PopulationState, string>> = {
  evaluated: 'Evaluated',
  noData: 'No data',
  excluded: 'Excluded',
};

export const exceptionWords: Readonly<Record<ExceptionStatus, string>> = {
  pending: 'Not yet in force',
  active: 'Active',
  expiring: 'Expires soon',
  expired: 'Expired',
};

export const outcomeWords: Readonly<Record<ClusterRecord['outcome'], string>> = {
  created: 'created',
  updated: 'updated',
  unchanged: 'up to date',
  removed: 'removed',
  kept: 'kept after leaving its placement',
  pending: 'waits for a later wave',
  blocked: 'held back',
  superseded: 'superseded by a newer run',
  failed: 'failed',
  notSelected: 'not selected',
};

export function severityWord(severity: Severity | null): string {
  return severity ?? 'unknown severity';
}

/** `1,234`, whatever the locale of the machine. */
export function number(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `1 cluster`, `1,234 clusters`. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`;
}

/** Never rounds up to 100 % nor down to 0 %: one failure in ten thousand stays visible. */
export function percent({ part, whole }: Share): string {
  if (whole === 0) return 'n/a';
  if (part === whole) return '100%';
  const tenths = Math.floor((part * 1000) / whole);
  return tenths === 0 && part > 0 ? '<0.1%' : `${(tenths / 10).toFixed(1)}%`;
}

/** `2026-11-24 10:46 UTC`; what is no date-time stays as it is. */
export function moment(time: string): string {
  return time.replace(/^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}).*Z$/, '$1 $2 UTC');
}

/** `apps/Deployment payments/api`. */
export function objectName({ apiVersion, kind, namespace, name }: ObjectReference): string {
  const group = apiVersion.includes('/') ? `${apiVersion.slice(0, apiVersion.lastIndexOf('/'))}/` : '';
  return `${group}${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
}

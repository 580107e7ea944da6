import type { Taint, TaintEffect } from '../../model/cluster.ts';
import type { Fields } from './fields.ts';

const effects: ReadonlySet<string> = new Set<TaintEffect>(['NoSelect', 'PreferNoSelect', 'NoSelectIfNew']);

const rfc3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads an OCM taint. Throws INVENTORY_FAILED. */
export function readTaint(taint: Fields): Taint {
  const effect = taint.requiredText('effect');
  if (!isTaintEffect(effect)) {
    throw taint.error(
      ['effect'],
      `${JSON.stringify(effect)} is no effect of a taint.`,
      `Use ${[...effects].join(', ')}.`,
    );
  }
  const timeAdded = taint.text('timeAdded') ?? null;
  if (timeAdded !== null && !(rfc3339.test(timeAdded) && Date.parse(timeAdded))) {
    throw taint.error(['timeAdded'], 'timeAdded is no RFC 3339 time.', 'Write it as 2026-01-31T12:00:00Z.');
  }
  return { key: taint.requiredText('key'), value: taint.text('value') ?? '', effect, timeAdded };
}

function isTaintEffect(effect: string): effect is TaintEffect {
  return effects.has(effect);
}

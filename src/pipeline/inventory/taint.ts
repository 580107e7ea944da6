import type { Taint, TaintEffect } from '../../model/cluster.ts';
import type { Fields } from '../../yaml/fields.ts';

const effects: ReadonlySet<string> = new Set<TaintEffect>(['NoSelect', 'PreferNoSelect', 'NoSelectIfNew']);

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
  return {
    key: taint.requiredText('key'),
    value: taint.text('value') ?? '',
    effect,
    timeAdded: taint.time('timeAdded') ?? null,
  };
}

function isTaintEffect(effect: string): effect is TaintEffect {
  return effects.has(effect);
}

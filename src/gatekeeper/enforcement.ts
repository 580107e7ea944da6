import type { Enforcement } from '../model/policy.ts';
import type { Field } from './fields.ts';

/**
 * What a constraint does at some enforcement points: null when it does nothing there. `deny` wins over `warn` and
 * `dryrun`, which only report. Throws CONFIG_INVALID.
 */
export function readEnforcement(spec: Field, points: readonly string[]): Enforcement | null {
  const field = spec.get('enforcementAction');
  const action = field.text();
  if (action !== 'scoped') return enforcementOf(action, field);
  const actions = spec
    .get('scopedEnforcementActions')
    .items()
    .filter((item) =>
      item
        .get('enforcementPoints')
        .items()
        .some((point) => {
          const name = point.get('name').text();
          return name === '*' || points.includes(name);
        }),
    )
    .map((item) => enforcementOf(item.get('action').text(), item.get('action')));
  if (actions.length === 0) return null;
  return actions.includes('deny') ? 'deny' : 'warn';
}

function enforcementOf(action: string, field: Field): Enforcement {
  if (action === '' || action === 'deny') return 'deny';
  if (action === 'warn' || action === 'dryrun') return 'warn';
  throw field.wrong('must be deny, warn, dryrun or scoped');
}

import { expect, it } from 'vitest';
import { baseline, failure, placement } from './failure.ts';

const label = '            environment: production\n';
const predicate = `    - requiredClusterSelector:\n        labelSelector:\n          matchLabels:\n${label}`;

// What somebody left unset must not select every cluster (policy-generator-plugin#86).
it.each([
  ['placement', baseline('  placement: production\n', ''), "spec needs the field 'placement'."],
  ['spec', placement(`spec:\n  predicates:\n${predicate}`, ''), "The document needs the field 'spec'."],
  ['predicates', placement(predicate, ''), 'spec.predicates must be a list, not null.'],
  [
    'matchLabels',
    placement(label, ''),
    'spec.predicates[0].requiredClusterSelector.labelSelector.matchLabels must be a mapping, not null.',
  ],
])('refuses an unset %s', async (_, files, message) => {
  expect(await failure(files)).toContain(message);
});

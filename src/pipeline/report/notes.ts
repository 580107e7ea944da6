import type { DeadLetter, RecordedRun, RuleBook } from '../../model/ledger.ts';
import type { ExceptionReport, Population, ReportScope } from '../../model/report.ts';

const day = 86_400_000;

/** What a reader should know before trusting a figure; one sentence each. */
export function notesOn(
  scope: ReportScope,
  population: Population,
  exceptions: readonly ExceptionReport[],
  { record, ruleBook }: RecordedRun,
): readonly string[] {
  return [
    ...staleRun(scope),
    ...undelivered(record.deadLetters),
    ...heldBack(population),
    ...notSeen(population),
    ...stillExcepted(exceptions),
    ...unknownControls(ruleBook),
    ...leftOut(scope, ruleBook),
    ...(scope.source.commit === null
      ? [
          'The policy repository was a work tree with changes that no commit holds: nobody can repeat this run.',
        ]
      : []),
  ];
}

function staleRun({ asOf, run }: ReportScope): readonly string[] {
  const age = Math.floor((Date.parse(asOf) - Date.parse(run.finishedAt)) / day);
  return age < 2 ? [] : [`The newest record is ${age} days older than the moment this report speaks of.`];
}

function undelivered(letters: readonly DeadLetter[]): readonly string[] {
  if (letters.length === 0) return [];
  const [what, it] =
    letters.length === 1
      ? ['The delivery to 1 cluster', 'it']
      : [`Deliveries to ${letters.length} clusters`, 'them'];
  const names = letters.map(({ cluster, first }) => (first === null ? cluster : `${cluster} since ${first}`));
  return [
    `${what} failed and did not succeed later: ${listed(names)}. The next sync, or mcp policy retry, takes ${it} up.`,
  ];
}

function heldBack({ clusters }: Population): readonly string[] {
  const names = clusters
    .filter(({ state, delivered }) => state === 'evaluated' && !delivered)
    .map(({ name }) => name);
  if (names.length === 0) return [];
  const were = names.length === 1 ? '1 cluster was' : `${names.length} clusters were`;
  return [`${were} judged on a change that did not reach the branch: ${listed(names)}.`];
}

function notSeen({ clusters }: Population): readonly string[] {
  const names = clusters.filter(({ notSeenSince }) => notSeenSince !== null).map(({ name }) => name);
  if (names.length === 0) return [];
  const were = names.length === 1 ? '1 cluster was' : `${names.length} clusters were`;
  return [`${were} not seen lately, and may not run what their branches hold: ${listed(names)}.`];
}

function stillExcepted(exceptions: readonly ExceptionReport[]): readonly string[] {
  return exceptions
    .filter(({ status, covers }) => status === 'expired' && covers.findings > 0)
    .map(
      ({ name }) =>
        `The exception ${name} has expired since the run: the next run counts what it covers as failing.`,
    );
}

function unknownControls({ policies, catalogs }: RuleBook): readonly string[] {
  const known = new Set(catalogs.flatMap((catalog) => catalog.controls.map((control) => control.id)));
  return policies.flatMap(({ id, controls }) => {
    const unknown = controls.filter((control) => !known.has(control));
    return unknown.length === 0
      ? []
      : [`The policy ${id} names controls that no catalogue holds: ${listed(unknown)}.`];
  });
}

function leftOut({ frameworks }: ReportScope, { catalogs }: RuleBook): readonly string[] {
  const names = catalogs
    .filter(({ name, reported }) => !(frameworks?.includes(name) ?? reported))
    .map(({ name }) => name);
  return names.length === 0
    ? []
    : [`The rule book holds frameworks that this report is not about: ${names.join(', ')}.`];
}

function listed(names: readonly string[]): string {
  const first = names.slice(0, 5).join(', ');
  return names.length <= 5 ? first : `${first} and ${names.length - 5} more`;
}

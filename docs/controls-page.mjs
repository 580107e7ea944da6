// docs/reference/controls.md: the shipped frameworks, and who judges each control.
import { speaksFor } from '../dist/model/control.js';
import { cell } from './cell.mjs';

const coverages = { automated: 'by policies', manual: 'by a person', outOfReach: 'not from manifests' };

export function controlsPage({ catalogs, policies }, generated) {
  return [
    '# Controls',
    '',
    generated,
    '',
    'The shipped control catalogues, in our own words: they map to the frameworks and certify nothing. A control is judged by the policies that name it, or that name a control which it maps to. Where policies are named beside a reason, they can find the control failing, but not settle it.',
    '',
    '| framework | name | controls | by policies | by a person | not from manifests | in reports |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...catalogs.map(
      ({ name, title, version, controls, reported }) =>
        `| [${cell(title)} ${version}](#${name.replaceAll('.', '')}) | \`${name}\` | ${controls.length} | ${Object.keys(
          coverages,
        )
          .map((coverage) => controls.filter((control) => control.coverage === coverage).length)
          .join(' | ')} | ${reported ? 'yes' : 'when asked for'} |`,
    ),
    '',
    ...catalogs.flatMap((catalog) => frameworkLines(catalog, policies)),
  ];
}

function frameworkLines({ name, title, version, controls }, policies) {
  return [
    `## ${name}`,
    '',
    `${title}, version ${version}.`,
    '',
    '| control | what it demands | judged | policies, or why there are none |',
    '| --- | --- | --- | --- |',
    ...controls.map((control) => {
      const names = policies
        .filter((policy) => speaksFor(policy.controls, control))
        .map(({ id }) => `[${id}](../policies/${id}.md)`);
      const last = [cell(control.reason), names.join(', ')].filter((text) => text !== '').join(' ');
      return `| \`${control.id}\` | ${cell(control.title)} | ${coverages[control.coverage]} | ${last} |`;
    }),
    '',
  ];
}

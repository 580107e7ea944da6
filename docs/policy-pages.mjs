// The pages of the shipped policies: docs/policies/<id>.md and their index.
import { stringify } from 'yaml';
import { findingLines } from '../dist/cli/present-findings.js';
import { speaksFor } from '../dist/model/control.js';
import { parseDocuments } from '../dist/yaml/parse.js';
import { cell } from './cell.mjs';

const enforcements = { deny: 'blocks the cluster (`deny`)', warn: 'is reported (`warn`)' };

export function policyPages({ catalogs, policies }, generated) {
  const pages = policies.map((policy) => [`${policy.id}.md`, policyPage(policy, catalogs, generated)]);
  return { 'index.md': indexPage(policies, catalogs, generated), ...Object.fromEntries(pages) };
}

function indexPage(policies, catalogs, generated) {
  const lines = [
    '# The shipped policies',
    '',
    generated,
    '',
    `The policy set \`security-baseline\`: ${policies.length} policies. Which controls they speak for, and which controls nobody can judge from manifests, stands in [reference/controls.md](../reference/controls.md).`,
    '',
  ];
  for (const [group, members] of Map.groupBy(policies, ({ group }) => group)) {
    lines.push(
      `## ${group}`,
      '',
      '| policy | what | severity | enforcement | controls |',
      '| --- | --- | --- | --- | --- |',
      ...members.map(
        ({ id, title, severity, enforcement, controls }) =>
          `| [\`${id}\`](${id}.md) | ${cell(title)} | ${severity} | \`${enforcement}\` | ${namedControls(controls, catalogs)} |`,
      ),
      '',
    );
  }
  return lines;
}

/** Those that the policy names itself; its page has all. */
function namedControls(controls, catalogs) {
  const known = catalogs.flatMap((catalog) => catalog.controls.map(({ id }) => id));
  return controls.filter((id) => known.includes(id)).join(', ');
}

function policyPage(policy, catalogs, generated) {
  const { id, title, description, severity, enforcement, scope, kinds, group, remediation } = policy;
  return [
    `# ${id}: ${title}`,
    '',
    generated,
    '',
    description,
    '',
    `- Severity: **${severity}**. What it finds ${enforcements[enforcement]}.`,
    `- It judges ${scope === 'object' ? kindNames(kinds) : `the ${scope} as a whole`}.`,
    `- Source: [\`policies/${policy.position.file}\`](../../policies/${policy.position.file}), one of the [${group}](index.md#${group}) policies.`,
    '',
    '## How to mend it',
    '',
    remediation,
    '',
    ...parameterLines(policy),
    ...exampleLines(policy),
    ...exceptionLines(policy),
    ...controlLines(policy, catalogs),
  ];
}

function kindNames(kinds) {
  return kinds.length === 0 ? 'every object' : kinds.map((kind) => `\`${kind}\``).join(', ');
}

function parameterLines({ parameters }) {
  const names = Object.keys(parameters).sort();
  if (names.length === 0) return [];
  const examples = Object.fromEntries(
    names.flatMap((name) =>
      parameters[name].example === undefined ? [] : [[name, parameters[name].example]],
    ),
  );
  const use = { use: 'security-baseline', parameters: examples };
  return [
    '## Parameters',
    '',
    '| name | meaning | default |',
    '| --- | --- | --- |',
    ...names.map((name) => {
      const { description, default: fallback } = parameters[name];
      return `| \`${name}\` | ${cell(description)} | ${fallback === undefined ? 'none' : `\`${JSON.stringify(fallback)}\``} |`;
    }),
    '',
    ...(Object.keys(examples).length === 0
      ? []
      : ['In `mcp.yaml`:', '', ...fenced('yaml', stringify({ policies: [use] })), '']),
  ];
}

function exampleLines({ id, pass, fail, findings, parameters }) {
  const withParameters = Object.keys(parameters).length > 0 ? ', with the parameters above' : '';
  return [
    '## Examples',
    '',
    `This passes${withParameters}:`,
    '',
    ...fenced('yaml', pass),
    '',
    'This does not:',
    '',
    ...fenced('yaml', fail),
    '',
    `What \`mcp policy eval ${id}.fail.yaml\` finds in it:`,
    '',
    ...fenced(
      '',
      findingLines(named(findings, id), (_, text) => text)
        .slice(0, -1)
        .join('\n'),
    ),
    '',
  ];
}

function named(findings, id) {
  return findings.map((finding) => ({
    ...finding,
    position: finding.position === null ? null : { ...finding.position, file: `${id}.fail.yaml` },
  }));
}

function exceptionLines({ id, scope, fail, findings }) {
  const [finding] = findings;
  // A finding about the whole fleet belongs to no cluster that could be excepted.
  if (scope === 'fleet' && (finding.cluster ?? null) === null) return [];
  return [
    '## How to except it',
    '',
    'Mend it if you can. Where that takes time, an [exception](../policy-authors.md#exceptions) with owner, approver, reason and a last day says what it is for:',
    '',
    ...fenced('yaml', stringify({ match: { policies: [id], ...excepted(finding, scope, fail) } })),
    '',
  ];
}

/** What the first finding of the example is about. */
function excepted({ document, file }, scope, fail) {
  if (scope !== 'object' || document === null) return { clusters: ['prod-eu-1'] };
  const { kind, metadata } = parseDocuments(fail, file)[document].value;
  return {
    kinds: [kind],
    ...(metadata.namespace === undefined ? {} : { namespaces: [metadata.namespace] }),
    names: [metadata.name],
  };
}

function controlLines({ controls }, catalogs) {
  const spokenFor = ({ controls: all }) => all.filter((control) => speaksFor(controls, control));
  const rows = catalogs
    .filter(({ reported }) => reported)
    .flatMap((catalog) => spokenFor(catalog).map((control) => controlRow(catalog, control, controls)));
  const older = catalogs.filter(({ reported }) => !reported).flatMap(spokenFor);
  return [
    '## Controls',
    '',
    'It speaks for these controls; the titles are our own words, and mapping to a framework certifies nothing.',
    '',
    '| framework | control | what it demands | by way of |',
    '| --- | --- | --- | --- |',
    ...rows,
    '',
    ...(older.length === 0 ? [] : [`In older versions: ${older.map(({ id }) => `\`${id}\``).join(', ')}.`]),
  ];
}

function controlRow({ title, version }, { id, title: demand, mapsTo }, named) {
  const way = named.includes(id) ? [] : mapsTo.filter((other) => named.includes(other));
  const links = way.map((other) => `\`${other}\``).join(', ');
  return `| ${cell(title)} ${version} | \`${id}\` | ${cell(demand)} | ${links} |`;
}

function fenced(language, text) {
  return [`\`\`\`${language}`, ...text.trimEnd().split('\n'), '```'];
}

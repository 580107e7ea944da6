import type { Report } from '../../../model/report.ts';
import { headline } from './headline.ts';
import { extentOf } from './extent.ts';
import type { Cell } from '../../../runtime/markdown-text.ts';
import { code, markdownTable, text } from '../../../runtime/markdown-text.ts';
import {
  count,
  exceptionWords,
  moment,
  number,
  objectName,
  outcomeWords,
  percent,
  severityWord,
  stateWords,
} from './words.ts';

/** A job summary is cut off by its host beyond some size; what is left out here is counted and stands in the other formats. */
const shown = 20;

/** The report as GitHub-flavoured Markdown, short enough for the summary of a CI job. */
export function reportAsMarkdown(report: Report): string {
  const { verdict, rest } = headline(report);
  const sections = [
    `# Security baseline report: ${text(report.scope.fleet)}`,
    `**${verdict}** ${rest}`,
    ...report.notes.map((note) => `> ${text(note)}`),
    scope(report),
    frameworks(report),
    failingControls(report),
    failingFindings(report),
    fleetFindings(report),
    exceptions(report),
    notSeen(report),
    leftInventory(report),
    integrity(report),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function scope({ scope: facts, population }: Report): string {
  const { inScope, evaluated, noData, excluded } = population;
  return markdownTable(
    ['', ''],
    [
      ['As of', moment(facts.asOf)],
      ['Run', code(facts.run.id)],
      [
        'Policy repository',
        `${text(facts.source.repository)} ${text(facts.source.ref)} ${code(facts.source.commit ?? 'work tree')}`,
      ],
      ['Fleet repository', text(facts.repository)],
      [
        'Clusters',
        `${number(inScope)} in scope = ${number(evaluated)} evaluated + ${number(noData)} no data + ${number(excluded)} excluded`,
      ],
    ],
  );
}

function frameworks(report: Report): string {
  if (report.frameworks.length === 0) return '';
  const rows = report.frameworks.map(({ title, version, compliance, states }): readonly Cell[] => [
    `${text(title)} ${text(version)}`,
    percent(compliance.withExceptions),
    percent(compliance.withoutExceptions),
    percent(compliance.coverage),
    states.pass,
    states.fail,
    states.excepted,
    states.manual,
    states.notEvaluated,
    states.notApplicable,
  ]);
  return `## Frameworks\n\n${markdownTable(
    [
      'Framework',
      'With exceptions',
      'Without',
      'Coverage',
      'Pass',
      'Fail',
      'Excepted',
      'Manual',
      'Not evaluated',
      'Not applicable',
    ],
    rows,
    1,
  )}\n\nEvery control on every cluster counts once.`;
}

function failingControls({ worst: { controls, failingControls: total } }: Report): string {
  if (controls.length === 0) return '';
  return `## Failing controls\n\n${markdownTable(
    ['Control', 'Title', 'Clusters', 'Objects'],
    controls.map((control) => [
      code(control.id),
      text(control.title),
      control.failingClusters,
      control.failingObjects,
    ]),
    2,
  )}${rest(total - controls.length, 'control')}`;
}

function failingFindings(report: Report): string {
  const failing = report.findings.filter((finding) => finding.state === 'fail');
  if (failing.length === 0) return '';
  return `## Failing findings\n\n${markdownTable(
    ['Severity', 'Policy', 'Object', 'What', 'Clusters'],
    failing
      .slice(0, shown)
      .map((finding) => [
        severityWord(finding.severity),
        code(finding.policy),
        finding.object === null ? 'the cluster as a whole' : text(objectName(finding.object)),
        text(finding.message) + (finding.field === '' ? '' : `: ${code(finding.field)}`),
        finding.clusters,
      ]),
    4,
  )}${rest(failing.length - shown, 'finding')}`;
}

function fleetFindings({ fleet }: Report): string {
  const open = (fleet?.findings ?? []).filter(({ state }) => state === 'fail' || state === 'notEvaluated');
  if (open.length === 0) return '';
  return `## The fleet as a whole\n\n${markdownTable(
    ['State', 'Severity', 'Policy', 'Cluster', 'What'],
    open
      .slice(0, shown)
      .map(({ state, severity, policy, cluster, message }) => [
        stateWords[state],
        severityWord(severity),
        code(policy),
        text(cluster ?? 'all'),
        text(message),
      ]),
  )}${rest(open.length - shown, 'finding')}`;
}

function exceptions({ exceptions: all }: Report): string {
  if (all.length === 0) return '';
  return `## Exceptions\n\n${markdownTable(
    ['Exception', 'Status', 'Expires', 'Owner', 'Approved by', 'Ticket', 'For', 'Covers'],
    all
      .slice(0, shown)
      .map((exception) => [
        text(exception.name),
        exceptionWords[exception.status] + (exception.unused ? ', unused' : ''),
        text(moment(exception.expires)),
        text(exception.owner),
        text(exception.approver),
        text(exception.ticket),
        text(extentOf(exception.match)),
        count(exception.covers.clusters, 'cluster'),
      ]),
  )}${rest(all.length - shown, 'exception')}`;
}

function notSeen({ population: { clusters } }: Report): string {
  const unseen = clusters.flatMap(({ name, notSeenSince }) =>
    notSeenSince === null ? [] : [[text(name), notSeenSince]],
  );
  if (unseen.length === 0) return '';
  const table = markdownTable(['Cluster', 'Not seen since'], unseen.slice(0, shown));
  return `## Not seen\n\n${table}${rest(unseen.length - shown, 'cluster')}`;
}

function leftInventory({ leftInventory: left }: Report): string {
  if (left.length === 0) return '';
  return `## Left the inventory\n\n${markdownTable(
    ['Cluster', 'Delivery', 'Branch', 'Tip'],
    left
      .slice(0, shown)
      .map(({ name, outcome, message, branch, tip }) => [
        text(name),
        outcomeWords[outcome] + (message === '' ? '' : `: ${text(message)}`),
        text(branch),
        tip === null ? 'no branch' : code(tip),
      ]),
  )}\n\nThey are not in scope.${rest(left.length - shown, 'cluster')}`;
}

function integrity({ integrity: { ledgerCommit, ruleBook } }: Report): string {
  return `Ledger commit ${code(ledgerCommit)}, rule book SHA-256 ${code(ruleBook)}. The HTML report has the evidence and the commands that check it.`;
}

function rest(more: number, what: string): string {
  return more > 0 ? `\n\nAnd ${count(more, `more ${what}`)}, in the HTML and JSON reports.` : '';
}

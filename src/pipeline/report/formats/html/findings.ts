import type { FindingState } from '../../../../model/finding.ts';
import type { ClusterReport, FindingReport, Report } from '../../../../model/report.ts';
import { shellWord } from '../../shell-word.ts';
import { count, number, objectName, outcomeWords, severityWord, stateWords } from '../words.ts';
import type { Anchors } from './anchors.ts';
import { andMore, limits } from './limits.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';
import { stateTag } from './state-bar.ts';
import type { Cell } from './table.ts';
import { table } from './table.ts';

const states: readonly FindingState[] = ['fail', 'notEvaluated', 'manual', 'excepted'];

/** The evidence: each finding once, with all clusters that share it. */
export function findings(report: Report, anchors: Anchors): Markup {
  const lookup: Lookup = {
    report,
    anchors,
    policies: new Map(report.policies.map((policy) => [policy.id, policy.title])),
    evaluations: new Map(report.evaluations.map((evaluation) => [evaluation.digest, evaluation.clusters])),
    clusters: new Map(report.population.clusters.map((cluster) => [cluster.name, cluster])),
  };
  return html`<section aria-labelledby="findings">
    <h2 id="findings">Findings</h2>
    <p class="lead">
      Equal findings stand once, with all clusters that share them. Passes and not-applicables are counted
      above, not listed.
    </p>
    ${report.findings.length === 0 ? html`<p class="card">There is nothing to list.</p>` : null}
    ${states.map((state) => ofState(state, lookup))}
    ${andMore(report.findings.length, limits.findings, 'finding')}
  </section>`;
}

interface Lookup {
  readonly report: Report;
  readonly anchors: Anchors;
  readonly policies: ReadonlyMap<string, string>;
  readonly evaluations: ReadonlyMap<string, readonly string[]>;
  readonly clusters: ReadonlyMap<string, ClusterReport>;
}

function ofState(state: FindingState, lookup: Lookup): Markup | null {
  const { findings: all } = lookup.report;
  const matching = all.filter((finding) => finding.state === state).length;
  const shown = all.slice(0, limits.findings).filter((finding) => finding.state === state);
  if (matching === 0) return null;
  return html`<h3 class="group">${stateWords[state]} <small>${number(matching)}</small></h3>
    <div class="stack">${shown.map((finding) => article(finding, lookup))}</div>`;
}

function article(finding: FindingReport, lookup: Lookup): Markup {
  const { anchors } = lookup;
  return html`<article class="card finding ${finding.state}" id="f-${finding.id}">
    <h4>${lookup.policies.get(finding.policy) ?? finding.policy}</h4>
    <p class="tags">
      ${stateTag(finding.state)}
      <span class="severity ${finding.severity ?? 'unknown'}">${severityWord(finding.severity)}</span>
      <span class="muted"
        >evidence <span class="mono">${finding.id}</span> · ${count(finding.clusters, 'cluster')}</span
      >
    </p>
    <p class="message">${finding.message}</p>
    <dl class="facts">
      <div>
        <dt>Object</dt>
        <dd>${finding.object === null ? 'the cluster as a whole' : objectName(finding.object)}</dd>
      </div>
      ${fact('Field', finding.field, true)} ${fact('How to mend it', finding.fix)}
      ${
        finding.exception === null
          ? null
          : html`<div>
              <dt>Exception</dt>
              <dd>${anchors.exception(finding.exception)}</dd>
            </div>`
      }
      <div>
        <dt>Policy</dt>
        <dd class="mono">${finding.policy}</dd>
      </div>
      ${fact('Controls', finding.controls.join(', '))} ${fact('Manifest', finding.path ?? '', true)}
      ${fact('Template', finding.origin === null ? '' : `${finding.origin.file}:${finding.origin.line}`, true)}
    </dl>
    ${evidence(finding, lookup)}
  </article> `;
}

function fact(term: string, value: string, mono = false): Markup | null {
  return value === ''
    ? null
    : html`<div>
        <dt>${term}</dt>
        <dd class="${mono ? 'mono' : ''}">${value}</dd>
      </div>`;
}

/** The branch tips that hold the manifest: `git show <tip>:<path>` shows it to anyone. */
function evidence({ evaluations, path, clusters: total }: FindingReport, lookup: Lookup): Markup {
  const clusters = evaluations
    .flatMap((evaluation) => lookup.evaluations.get(evaluation) ?? [])
    .flatMap((name) => lookup.clusters.get(name) ?? []);
  const title = total === 1 ? (clusters[0]?.name ?? '') : count(total, 'cluster');
  const groups = evaluations.map(
    (digest, index) => html`${index === 0 ? '' : ', '}${lookup.anchors.evaluation(digest)}`,
  );
  return html`<details class="inner">
    <summary><span class="name">Evidence on ${title}</span></summary>
    <div class="body">
      ${
        path !== null && clusters.some(({ delivered }) => delivered)
          ? html`<p>
              In a clone of the fleet repository, <code>git show ${shellWord(`COMMIT:${path}`)}</code> prints
              the manifest.
            </p>`
          : null
      }
      ${table(
        'Clusters with this finding',
        [{ title: 'Cluster' }, { title: 'Branch tip' }],
        clusters.slice(0, limits.tips).map((cluster) => [lookup.anchors.cluster(cluster.name), tip(cluster)]),
      )}
      ${total > limits.tips ? html`<p class="aside">And ${count(total - limits.tips, 'more cluster')}, all named under ${groups}.</p>` : null}
    </div>
  </details>`;
}

function tip({ delivered, outcome, tip: commit }: ClusterReport): Cell {
  if (delivered && commit !== null) return html`<code>${commit}</code>`;
  return `not on the branch: ${outcomeWords[outcome]}`;
}

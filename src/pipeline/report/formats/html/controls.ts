import type { ControlCoverage } from '../../../../model/control.ts';
import type {
  AffectedClusters,
  ControlReport,
  FindingReport,
  FleetFindingReport,
  FrameworkReport,
  Report,
} from '../../../../model/report.ts';
import { count, number, objectName, percent } from '../words.ts';
import type { Anchors } from './anchors.ts';
import { andMore, limits } from './limits.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';
import { stateBar, stateLegend, stateLine, stateTag } from './state-bar.ts';

const coverageWords: Readonly<Record<ControlCoverage, string>> = {
  automated: 'Judged by policies',
  manual: 'For a person to judge',
  outOfReach: 'Cannot be judged from what mcp sees',
};

/** Each framework's controls, which open to clusters, objects and their evidence. */
export function controls(report: Report, anchors: Anchors): Markup {
  const lookup: Lookup = {
    anchors,
    findings: new Map(report.findings.map((finding) => [finding.id, finding])),
    fleet: new Map((report.fleet?.findings ?? []).map((finding) => [finding.id, finding])),
    clusters: new Map(report.evaluations.map((evaluation) => [evaluation.digest, evaluation.clusters])),
  };
  return html`<section aria-labelledby="controls">
    <h2 id="controls">Controls</h2>
    <p class="lead">Open a control for its clusters, objects and evidence.</p>
    ${report.frameworks.map((framework, index) => frameworkControls(framework, index, lookup))}
  </section>`;
}

interface Lookup {
  readonly anchors: Anchors;
  readonly findings: ReadonlyMap<string, FindingReport>;
  readonly fleet: ReadonlyMap<string, FleetFindingReport>;
  readonly clusters: ReadonlyMap<string, readonly string[]>;
}

function frameworkControls(framework: FrameworkReport, index: number, lookup: Lookup): Markup {
  return html`<div class="card list">
    <h3 id="framework-${index}">${framework.title} <small>${framework.version}</small></h3>
    ${framework.controls.map((control) => controlRow(framework, control, lookup))}
  </div>`;
}

function controlRow(framework: FrameworkReport, control: ControlReport, lookup: Lookup): Markup {
  const { withExceptions, withoutExceptions } = control.compliance;
  return html`<details id="${lookup.anchors.controlId(framework.name, control.id)}">
    <summary>
      <span class="id">${control.id}</span><span class="name">${control.title}</span
      ><span class="counts">${stateLine(control.clusters)}</span>${stateBar(control.clusters, 'small')}
    </summary>
    <div class="body">
      ${control.reason === '' ? null : html`<p>${control.reason}</p>`}
      <dl class="facts">
        <div>
          <dt>Coverage</dt>
          <dd>${coverageWords[control.coverage]}</dd>
        </div>
        <div>
          <dt>Policies</dt>
          <dd>${control.policies.join(', ') || 'none'}</dd>
        </div>
        <div>
          <dt>With exceptions</dt>
          <dd>${percent(withExceptions)}</dd>
        </div>
        <div>
          <dt>Without exceptions</dt>
          <dd>${percent(withoutExceptions)}</dd>
        </div>
      </dl>
      <p class="label">Clusters</p>
      ${stateLegend(control.clusters)}
      <p class="label">Objects</p>
      ${stateLegend(control.objects)} ${fleetLines(control, lookup)}
      ${control.affected.slice(0, limits.groups).map((affected) => affectedClusters(affected, lookup))}
      ${andMore(control.affected.length, limits.groups, 'group')}
    </div>
  </details> `;
}

function fleetLines({ fleet }: ControlReport, lookup: Lookup): Markup | null {
  if (fleet === null) return null;
  const found = fleet.findings.slice(0, limits.objects).flatMap((id) => lookup.fleet.get(id) ?? []);
  return html`<p class="label">The fleet as a whole</p>
    <p>${stateTag(fleet.state)}</p>
    <ul class="objects">
      ${found.map(
        ({ state, cluster, message, id }) =>
          html`<li>
            ${stateTag(state)} <b>${cluster ?? 'all clusters'}</b><br />${message}<br /><span class="muted"
              >evidence <a class="mono" href="#fleet">${id}</a></span
            >
          </li>`,
      )}
    </ul>
    ${andMore(fleet.findings.length, limits.objects, 'finding', 'below and in the JSON report')}`;
}

function affectedClusters(affected: AffectedClusters, lookup: Lookup): Markup {
  const names = lookup.clusters.get(affected.evaluation) ?? [];
  const title =
    names.length === 1
      ? html`${names[0] ?? ''}`
      : html`${count(names.length, 'cluster')} with equal findings`;
  return html`<details class="inner">
    <summary>
      <span class="name">${title}</span
      ><span class="counts">${count(affected.findings.length, 'finding')}</span>${stateTag(affected.state)}
    </summary>
    <div class="body">
      <p>${clusterLinks(affected.evaluation, names, lookup.anchors)}</p>
      <ul class="objects">
        ${affected.findings.slice(0, limits.objects).map((id) => objectLine(lookup.findings.get(id), lookup))}
      </ul>
      ${andMore(affected.findings.length, limits.objects, 'finding', 'below and in the JSON report')}
    </div>
  </details>`;
}

function objectLine(finding: FindingReport | undefined, lookup: Lookup): Markup | null {
  if (finding === undefined) return null;
  const { object, field, message, path, id, state } = finding;
  return html`<li>
    ${stateTag(state)}
    <b>${object === null ? 'the cluster as a whole' : objectName(object)}</b
    >${field === '' ? null : html` <code>${field}</code>`}<br />${message}<br /><span class="muted"
      >${path === null ? null : html`<code>${path}</code>, `}evidence ${lookup.anchors.finding(id)}</span
    >
  </li>`;
}

/** The first names, and where the others stand: nothing is cut off in silence. */
function clusterLinks(evaluation: string, names: readonly string[], anchors: Anchors): Markup {
  const more = names.length - limits.names;
  const shown = names
    .slice(0, limits.names)
    .map((name, index) => html`${index === 0 ? '' : ', '}${anchors.cluster(name)}`);
  if (more <= 0) return html`${shown}`;
  return html`${shown} and ${number(more)} more, all named under ${anchors.evaluation(evaluation)}`;
}

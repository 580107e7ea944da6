import type { Report } from '../../../../model/report.ts';
import { limits } from './limits.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';

/** Ids and links inside the page. They are made of positions and digests, never of a name that somebody chose. */
export interface Anchors {
  cluster(name: string): Markup;
  clusterId(name: string): string;
  finding(id: string): Markup;
  evaluation(digest: string): Markup;
  evaluationId(digest: string): string;
  exception(name: string): Markup;
  exceptionId(name: string): string;
  control(framework: string, id: string): Markup;
  controlId(framework: string, id: string): string;
}

export function anchorsOf(report: Report): Anchors {
  const clusters = positions(report.population.clusters.map((cluster) => cluster.name));
  const exceptions = positions(report.exceptions.map((exception) => exception.name));
  const controls = positions(
    report.frameworks.flatMap((framework) =>
      framework.controls.map((control) => key(framework.name, control.id)),
    ),
  );
  const evaluations = positions(report.evaluations.map((evaluation) => evaluation.digest));
  const findings = new Set(report.findings.slice(0, limits.findings).map((finding) => finding.id));
  const evaluationId = (digest: string) => `e${evaluations.get(digest) ?? ''}`;
  const clusterId = (name: string) => `c${clusters.get(name) ?? ''}`;
  const exceptionId = (name: string) => `x${exceptions.get(name) ?? ''}`;
  const controlId = (framework: string, id: string) => `k${controls.get(key(framework, id)) ?? ''}`;
  return {
    cluster: (name) => html`<a href="#${clusterId(name)}">${name}</a>`,
    clusterId,
    finding: (id) =>
      findings.has(id)
        ? html`<a class="mono" href="#f-${id}">${id}</a>`
        : html`<span class="mono">${id}</span>`,
    evaluation: (digest) => html`<a class="mono" href="#${evaluationId(digest)}">${digest.slice(0, 12)}</a>`,
    evaluationId,
    exception: (name) =>
      exceptions.has(name) ? html`<a href="#${exceptionId(name)}">${name}</a>` : html`${name}`,
    exceptionId,
    control: (framework, id) => html`<a href="#${controlId(framework, id)}">${id}</a>`,
    controlId,
  };
}

function positions(names: readonly string[]): ReadonlyMap<string, number> {
  return new Map(names.map((name, index) => [name, index + 1]));
}

function key(framework: string, id: string): string {
  return JSON.stringify([framework, id]);
}

import type { ExceptionReport, Report } from '../../../../model/report.ts';
import { extentOf } from '../extent.ts';
import { count, exceptionWords, moment, number } from '../words.ts';
import type { Anchors } from './anchors.ts';
import type { Markup } from '../../../../runtime/markup.ts';
import { html } from '../../../../runtime/markup.ts';
import { table } from './table.ts';

/** For the first screen: those about which somebody has to decide soon. */
export function expiringExceptions(report: Report, anchors: Anchors): Markup {
  const soon = report.exceptions.filter((exception) => exception.status === 'expiring');
  const body =
    soon.length === 0
      ? html`<p class="card">No exception expires within 30 days.</p>`
      : html`<div class="card">
          ${table(
            'Exceptions that expire within 30 days',
            [
              { title: 'Exception' },
              { title: 'Expires' },
              { title: 'Owner' },
              { title: 'Ticket' },
              { title: 'Covers' },
            ],
            soon.map((exception) => [
              anchors.exception(exception.name),
              html`${moment(exception.expires)}<small>${daysLeft(exception)}</small>`,
              exception.owner,
              exception.ticket,
              covers(exception),
            ]),
            'hidden',
          )}
        </div>`;
  return html`<section aria-labelledby="expiring">
    <h2 id="expiring">Exceptions that expire within 30 days</h2>
    ${body}
  </section>`;
}

/** Every exception of the rule book with who approved it, why, and until when. */
export function exceptions(report: Report, anchors: Anchors): Markup {
  return html`<section aria-labelledby="exceptions">
    <h2 id="exceptions">Exceptions</h2>
    <p class="lead">
      Deviations that somebody approved until a date. An excepted finding never counts as a pass.
    </p>
    ${report.exceptions.length === 0 ? html`<p class="card">There are none.</p>` : null}
    <div class="stack">${report.exceptions.map((exception) => article(exception, anchors))}</div>
  </section>`;
}

function article(exception: ExceptionReport, anchors: Anchors): Markup {
  const { position } = exception;
  return html`<article class="card" id="${anchors.exceptionId(exception.name)}">
    <h3>
      ${exception.name}
      <span class="status ${exception.status}">${exceptionWords[exception.status]}</span
      >${exception.unused ? html` <span class="status unused">Unused</span>` : null}
    </h3>
    <p>${exception.reason}</p>
    <dl class="facts">
      <div>
        <dt>Expires</dt>
        <dd>${moment(exception.expires)} (${daysLeft(exception)})</dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd>${moment(exception.created)}</dd>
      </div>
      <div>
        <dt>Owner</dt>
        <dd>${exception.owner}</dd>
      </div>
      <div>
        <dt>Approved by</dt>
        <dd>${exception.approver}</dd>
      </div>
      <div>
        <dt>Ticket</dt>
        <dd>${exception.ticket || 'none given'}</dd>
      </div>
      <div>
        <dt>Covers</dt>
        <dd>${covers(exception)}</dd>
      </div>
      <div>
        <dt>Policies</dt>
        <dd>${exception.match.policies.join(', ')}</dd>
      </div>
      <div>
        <dt>For</dt>
        <dd>${extentOf(exception.match)}</dd>
      </div>
      <div>
        <dt>Compensating control</dt>
        <dd>${exception.compensatingControl || 'none given'}</dd>
      </div>
      <div>
        <dt>Written in</dt>
        <dd class="mono">${position.file}:${position.line}</dd>
      </div>
    </dl>
  </article>`;
}

function covers({ covers: { findings, clusters } }: ExceptionReport): string {
  return findings === 0 ? 'nothing' : `${count(findings, 'finding')} on ${count(clusters, 'cluster')}`;
}

function daysLeft({ status, daysLeft: days }: ExceptionReport): string {
  if (status === 'pending') return 'not yet in force';
  if (status === 'expired') return days === 0 ? 'today' : `${count(-days, 'day')} ago`;
  return days === 0 ? 'less than a day left' : `${number(days)} ${days === 1 ? 'day' : 'days'} left`;
}

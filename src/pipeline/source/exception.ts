import { McpError } from '../../model/error.ts';
import { expiryOf, type ExceptionMatch, type PolicyException } from '../../model/exception.ts';
import { requirementsOf } from '../../model/label-selector.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { readLabelSelector, type SelectorFields } from './selectors.ts';

/** What schemas/policy-exception.json lets pass. */
interface ExceptionDocument {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly owner: string;
    readonly approver: string;
    readonly reason: string;
    readonly ticket?: string;
    readonly created: string;
    readonly expires: string;
    readonly compensatingControl?: string;
    readonly match: {
      readonly policies: readonly string[];
      readonly clusters?: readonly string[];
      readonly clusterSelector?: SelectorFields;
      readonly kinds?: readonly string[];
      readonly namespaces?: readonly string[];
      readonly names?: readonly string[];
      readonly containers?: readonly string[];
    };
  };
}

/**
 * Reads a valid PolicyException. Throws CONFIG_INVALID for days that are not in the calendar or in the wrong order, for more
 * than `maxDays` between them (PCI DSS 12.3.1: deviations are looked at anew every year), for one who approves an exception
 * of their own, and for an exception from whole policies.
 */
export function readException(
  document: SourceDocument,
  { maxDays }: { readonly maxDays: number },
): PolicyException {
  const { metadata, spec } = document.value as unknown as ExceptionDocument;
  const { ticket = '', compensatingControl = '' } = spec;
  checkDates(document, spec, maxDays);
  if (spec.owner.trim().toLowerCase() === spec.approver.trim().toLowerCase())
    throw new McpError('CONFIG_INVALID', 'spec.approver is the owner of the exception.', {
      position: document.positionOf(['spec', 'approver']),
      hint: 'Whoever asks for a deviation does not approve it: name somebody else.',
    });
  const match = readMatch(document, spec.match);
  return {
    name: metadata.name,
    owner: spec.owner,
    approver: spec.approver,
    reason: spec.reason,
    ticket,
    created: spec.created,
    expires: spec.expires,
    compensatingControl,
    match,
    position: document.positionOf([]),
  };
}

/** Kinds alone are no restriction: a policy says itself which kinds it is about. */
function readMatch(document: SourceDocument, match: ExceptionDocument['spec']['match']): ExceptionMatch {
  const { policies, clusters = [], kinds = [], namespaces = [], names = [], containers = [] } = match;
  const path = ['spec', 'match', 'clusterSelector'];
  const selector =
    match.clusterSelector === undefined ? null : readLabelSelector(match.clusterSelector, document, path);
  const requirements = selector === null ? [] : requirementsOf(selector);
  if (requirements.length + clusters.length + namespaces.length + names.length + containers.length === 0)
    throw new McpError(
      'CONFIG_INVALID',
      'spec.match covers everything that its policies find, on every cluster.',
      {
        position: document.positionOf(['spec', 'match']),
        hint: 'Say for which clusters (clusters, clusterSelector) or objects (namespaces, names, containers) it is.',
      },
    );
  return { policies, clusterSelector: selector, clusters, kinds, namespaces, names, containers };
}

const day = 86_400_000;

function checkDates(
  document: SourceDocument,
  { created, expires }: ExceptionDocument['spec'],
  maxDays: number,
): void {
  checkTime(document, 'created', created);
  checkTime(document, 'expires', expires);
  if (expiryOf(expires) <= Date.parse(created))
    throw dateError(document, 'expires', 'spec.expires is before spec.created.');
  if (Date.parse(expires) - Date.parse(created) > maxDays * day)
    throw new McpError('CONFIG_INVALID', `spec.expires is more than ${maxDays} days after spec.created.`, {
      position: document.positionOf(['spec', 'expires']),
      hint: 'Let it end sooner, and have it approved anew by then; spec.exceptions.maxDays of mcp.yaml sets the limit.',
    });
}

/** JavaScript takes 30 February for 2 March: the day must come out as it went in. */
function checkTime(document: SourceDocument, field: 'created' | 'expires', text: string): void {
  const day = text.slice(0, 10);
  const midnight = Date.parse(`${day}T00:00:00Z`);
  const exists = !Number.isNaN(midnight) && new Date(midnight).toISOString().startsWith(day);
  if (exists && !Number.isNaN(Date.parse(text))) return;
  throw dateError(document, field, `spec.${field} is no day of the calendar or time of the day: ${text}`);
}

function dateError(document: SourceDocument, field: string, message: string): McpError {
  return new McpError('CONFIG_INVALID', message, {
    position: document.positionOf(['spec', field]),
    hint: 'Write a date such as 2026-01-31, or a date and time such as 2026-01-31T12:00:00Z.',
  });
}

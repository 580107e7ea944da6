import { expiryOf, type PolicyException } from '../../model/exception.ts';
import { McpError } from '../../model/error.ts';
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
    };
  };
}

/** Reads a valid PolicyException. Throws CONFIG_INVALID for days that are not in the calendar, or in the wrong order. */
export function readException(document: SourceDocument): PolicyException {
  const { metadata, spec } = document.value as unknown as ExceptionDocument;
  const { match, ticket = '', compensatingControl = '' } = spec;
  checkTime(document, 'created', spec.created);
  checkTime(document, 'expires', spec.expires);
  if (expiryOf(spec.expires) <= Date.parse(spec.created))
    throw dateError(document, 'expires', 'spec.expires is before spec.created.');
  return {
    name: metadata.name,
    owner: spec.owner,
    approver: spec.approver,
    reason: spec.reason,
    ticket,
    created: spec.created,
    expires: spec.expires,
    compensatingControl,
    match: {
      policies: match.policies,
      clusterSelector:
        match.clusterSelector === undefined
          ? null
          : readLabelSelector(match.clusterSelector, document, ['spec', 'match', 'clusterSelector']),
      clusters: match.clusters ?? [],
      kinds: match.kinds ?? [],
      namespaces: match.namespaces ?? [],
      names: match.names ?? [],
    },
    position: document.positionOf([]),
  };
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

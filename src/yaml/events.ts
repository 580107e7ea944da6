import { EVENT_ID, SCALAR_STYLE, YAMLException, parseEvents, type Event } from 'js-yaml';
import { McpError } from '../model/error.ts';
import type { LineIndex } from './line-index.ts';

const maxDepth = 100;

/**
 * The events of a YAML stream, in order of the text.
 *
 * @throws McpError CONFIG_YAML for text that is not YAML, or nested more than 100 levels deep.
 */
export function readEvents(text: string, lines: LineIndex): readonly Event[] {
  try {
    return parseEvents(text, { maxDepth });
  } catch (cause) {
    if (!(cause instanceof YAMLException)) throw cause;
    throw new McpError('CONFIG_YAML', `The YAML cannot be read: ${cause.reason}.`, {
      position: lines.positionAt(Math.min(cause.mark?.position ?? 0, text.length)),
      // The cause quotes the text around the place, which may be a Secret's: it goes no further.
    });
  }
}

/** Where an event stands in the text; undefined for an empty value, which stands nowhere. */
export function eventOffset(event: Event): number | undefined {
  switch (event.type) {
    case EVENT_ID.SCALAR:
      if (event.tagStart >= 0) return event.tagStart;
      if (event.valueStart < 0) return undefined;
      return isQuoted(event.style) ? event.valueStart - 1 : event.valueStart;
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1;
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.tagStart >= 0 ? event.tagStart : event.start;
    default:
      return undefined;
  }
}

function isQuoted(style: number): boolean {
  return style === SCALAR_STYLE.SINGLE_QUOTED || style === SCALAR_STYLE.DOUBLE_QUOTED;
}

/** The name of the anchor of a node, or of the anchor that an alias points at. */
export function anchorOf(text: string, event: Event): string | undefined {
  if (event.type === EVENT_ID.DOCUMENT || event.type === EVENT_ID.POP || event.anchorStart < 0)
    return undefined;
  return text.slice(event.anchorStart, event.anchorEnd);
}

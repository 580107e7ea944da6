import { EVENT_ID, getScalarValue, type Event } from 'js-yaml';
import type { DocumentPath } from '../model/workspace.ts';
import { isMergeKey } from './build.ts';
import { anchorOf, eventOffset } from './events.ts';

/**
 * The offset of the key (in a list: of the item) that a path leads to, following aliases and merge keys;
 * undefined when nothing stands there.
 */
export function locate(
  text: string,
  events: readonly Event[],
  root: number,
  path: DocumentPath,
): number | undefined {
  let node = root;
  let offset: number | undefined;
  for (const segment of path) {
    const found = child(text, events, node, segment);
    if (found === undefined) return undefined;
    offset = found.offset;
    node = found.value;
  }
  return offset;
}

interface Child {
  readonly offset: number | undefined;
  /** Index of the event of the value. */
  readonly value: number;
}

function child(
  text: string,
  events: readonly Event[],
  at: number,
  segment: string | number,
): Child | undefined {
  const node = target(text, events, at);
  const type = events[node]?.type;
  if (type === EVENT_ID.SEQUENCE) return item(events, node, Number(segment));
  if (type === EVENT_ID.MAPPING) return entry(text, events, node, String(segment));
  return undefined;
}

function item(events: readonly Event[], node: number, wanted: number): Child | undefined {
  let next = node + 1;
  for (let index = 0; events[next]?.type !== EVENT_ID.POP; index += 1) {
    if (index === wanted) return { offset: offsetAt(events, next), value: next };
    next = skip(events, next);
  }
  return undefined;
}

function entry(text: string, events: readonly Event[], node: number, wanted: string): Child | undefined {
  const merged: number[] = [];
  let key = node + 1;
  while (events[key]?.type !== EVENT_ID.POP) {
    const value = skip(events, key);
    const event = events[target(text, events, key)];
    if (event !== undefined && isMergeKey(text, event)) merged.push(...mergeSources(text, events, value));
    else if (event?.type === EVENT_ID.SCALAR && getScalarValue(text, event) === wanted) {
      return { offset: offsetAt(events, key), value };
    }
    key = skip(events, value);
  }
  for (const source of merged) {
    const found = child(text, events, source, wanted);
    if (found !== undefined) return found;
  }
  return undefined;
}

function mergeSources(text: string, events: readonly Event[], at: number): readonly number[] {
  const node = target(text, events, at);
  if (events[node]?.type !== EVENT_ID.SEQUENCE) return [node];
  const sources: number[] = [];
  for (let next = node + 1; events[next]?.type !== EVENT_ID.POP; next = skip(events, next))
    sources.push(next);
  return sources;
}

/** The node itself, or the one that an alias stands for: the nearest anchor of that name before it. */
function target(text: string, events: readonly Event[], at: number): number {
  const event = events[at];
  if (event?.type !== EVENT_ID.ALIAS) return at;
  const name = anchorOf(text, event);
  for (let before = at - 1; before >= 0; before -= 1) {
    const candidate = events[before];
    if (candidate !== undefined && candidate.type !== EVENT_ID.ALIAS && anchorOf(text, candidate) === name) {
      return target(text, events, before);
    }
  }
  return at;
}

/** The index after the node that begins at `at`. */
function skip(events: readonly Event[], at: number): number {
  let open = 0;
  let next = at;
  do {
    const type = events[next]?.type;
    if (type === EVENT_ID.SEQUENCE || type === EVENT_ID.MAPPING) open += 1;
    else if (type === EVENT_ID.POP) open -= 1;
    next += 1;
  } while (open > 0);
  return next;
}

function offsetAt(events: readonly Event[], at: number): number | undefined {
  const event = events[at];
  return event && eventOffset(event);
}

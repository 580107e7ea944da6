import { EVENT_ID, SCALAR_STYLE, getScalarValue, type Event, type ScalarEvent } from 'js-yaml';
import { McpError } from '../model/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import { anchorOf, eventOffset } from './events.ts';
import type { LineIndex } from './line-index.ts';
import { resolvePlainScalar } from './scalar.ts';

/** An alias is free to write but is paid for by everyone who walks the value ("billion laughs"). */
const maxAliasedValues = 100_000;
const maxDepth = 100;

interface Built {
  readonly value: Json;
  /** Values in it, aliases expanded. */
  readonly size: number;
  /** Levels of collections in it, aliases expanded. */
  readonly height: number;
}

export interface BuiltDocument {
  readonly value: Json;
  /** Where the document's content begins. */
  readonly offset: number;
  /** Index of the event of the document's root. */
  readonly root: number;
}

/** Makes plain JSON values of the events of a YAML stream, refusing what JSON or Kubernetes has no word for. */
export class Builder {
  readonly #text: string;
  readonly #events: readonly Event[];
  readonly #lines: LineIndex;
  #next = 0;
  #depth = 0;
  #aliasedValues = 0;
  /** Null while the node is being built: an alias to it would be a cycle. */
  readonly #anchors = new Map<string, Built | null>();

  constructor(text: string, events: readonly Event[], lines: LineIndex) {
    this.#text = text;
    this.#events = events;
    this.#lines = lines;
  }

  /** @throws McpError CONFIG_YAML */
  documents(): readonly BuiltDocument[] {
    const documents: BuiltDocument[] = [];
    while (this.#next < this.#events.length) {
      const root = this.#next + 1;
      this.#next = root;
      this.#anchors.clear();
      this.#aliasedValues = 0;
      const { value } = this.#node();
      this.#next += 1;
      const event = this.#events[root];
      documents.push({ value, root, offset: (event && eventOffset(event)) ?? 0 });
    }
    return documents;
  }

  #node(): Built {
    const event = this.#take();
    if (event.type === EVENT_ID.ALIAS) return this.#alias(event);
    if ('tagStart' in event && event.tagStart >= 0) {
      const tag = this.#text.slice(event.tagStart, event.tagEnd);
      throw this.#error(
        event,
        `The tag '${tag}' is not supported.`,
        'Remove it; quote the value to make it text.',
      );
    }
    const anchor = anchorOf(this.#text, event);
    if (anchor === undefined) return this.#content(event);
    this.#anchors.set(anchor, null);
    const built = this.#content(event);
    this.#anchors.set(anchor, built);
    return built;
  }

  #content(event: Event): Built {
    if (event.type === EVENT_ID.SCALAR) return { value: this.#scalar(event), size: 1, height: 0 };
    this.#depth += 1;
    const built = event.type === EVENT_ID.SEQUENCE ? this.#sequence() : this.#mapping();
    this.#depth -= 1;
    this.#next += 1;
    return built;
  }

  #sequence(): Built {
    const items: Json[] = [];
    let size = 1;
    let height = 0;
    while (this.#peek().type !== EVENT_ID.POP) {
      const item = this.#node();
      items.push(item.value);
      size += item.size;
      height = Math.max(height, item.height);
    }
    return { value: items, size, height: height + 1 };
  }

  #mapping(): Built {
    const entries: Record<string, Json> = {};
    const merges: JsonObject[] = [];
    let size = 1;
    let height = 0;
    while (this.#peek().type !== EVENT_ID.POP) {
      const keyEvent = this.#peek();
      const key = this.#key();
      const valueEvent = this.#peek();
      const value = this.#node();
      if (isMergeKey(this.#text, keyEvent)) merges.push(...this.#mergeSources(value.value, valueEvent));
      else if (Object.hasOwn(entries, key)) {
        throw this.#error(keyEvent, `The key '${key}' is given twice.`, 'Remove one of the two.');
      } else entries[key] = value.value;
      size += value.size;
      height = Math.max(height, value.height);
    }
    for (const merge of merges) {
      for (const [key, value] of Object.entries(merge))
        if (!Object.hasOwn(entries, key)) entries[key] = value;
    }
    return { value: entries, size, height: height + 1 };
  }

  #key(): string {
    const event = this.#peek();
    const { value } = this.#node();
    const written = event.type === EVENT_ID.SCALAR ? getScalarValue(this.#text, event) : '';
    if (typeof value === 'string') {
      if (value !== '__proto__') return value;
      throw this.#error(event, "The key '__proto__' is not allowed.");
    }
    // Kubernetes turns keys into text after reading them: only for these is the text what was written.
    if (typeof value === 'number' && String(value) === written) return written;
    throw this.#error(
      event,
      typeof value === 'object'
        ? 'A key must be text.'
        : `Kubernetes reads the key '${written}' as ${String(value)}.`,
      'Put the key in quotes.',
    );
  }

  #mergeSources(value: Json, event: Event): readonly JsonObject[] {
    const sources = Array.isArray(value) ? (value as readonly Json[]) : [value];
    if (sources.every(isJsonObject)) return sources;
    throw this.#error(event, "The merge key '<<' needs a mapping, or a list of mappings.");
  }

  #alias(event: Event): Built {
    const name = anchorOf(this.#text, event) ?? '';
    const built = this.#anchors.get(name);
    if (built === undefined)
      throw this.#error(event, `There is no anchor '&${name}' before the alias '*${name}'.`);
    if (built === null) throw this.#error(event, `The alias '*${name}' stands inside its own anchor.`);
    this.#aliasedValues += built.size;
    if (this.#aliasedValues > maxAliasedValues) {
      throw this.#error(event, `The aliases of the document repeat more than ${maxAliasedValues} values.`);
    }
    if (this.#depth + built.height > maxDepth) {
      throw this.#error(event, `The aliases of the document nest more than ${maxDepth} levels deep.`);
    }
    return built;
  }

  #scalar(event: ScalarEvent): Json {
    const text = getScalarValue(this.#text, event);
    if (event.style !== SCALAR_STYLE.PLAIN) {
      if (event.style === SCALAR_STYLE.DOUBLE_QUOTED && !text.isWellFormed()) {
        throw this.#error(event, 'The text holds one half of a surrogate pair, which is no character.');
      }
      return text;
    }
    const value = resolvePlainScalar(text);
    if (typeof value !== 'number') return value;
    if (!Number.isFinite(value)) {
      throw this.#error(event, `JSON has no number '${text}'.`, 'Put it in quotes to make it text.');
    }
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
      throw this.#error(event, `The number '${text}' is too large to be kept exactly.`, 'Put it in quotes.');
    }
    return value;
  }

  #peek(): Event {
    const event = this.#events[this.#next];
    if (event === undefined) throw new Error('The YAML events end inside a document.');
    return event;
  }

  #take(): Event {
    const event = this.#peek();
    this.#next += 1;
    return event;
  }

  #error(event: Event, message: string, hint?: string): McpError {
    return new McpError('CONFIG_YAML', message, {
      position: this.#lines.positionAt(eventOffset(event) ?? 0),
      hint,
    });
  }
}

export function isMergeKey(text: string, event: Event): boolean {
  return (
    event.type === EVENT_ID.SCALAR &&
    event.style === SCALAR_STYLE.PLAIN &&
    event.valueEnd - event.valueStart === 2 &&
    text.startsWith('<<', event.valueStart)
  );
}

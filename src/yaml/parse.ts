import type { Event } from 'js-yaml';
import { McpError } from '../model/error.ts';
import { isJsonObject, type Json, type JsonObject } from '../model/json.ts';
import type { SourcePosition } from '../model/position.ts';
import type { DocumentPath, SourceDocument } from '../model/workspace.ts';
import { Builder } from './build.ts';
import { readEvents } from './events.ts';
import { LineIndex } from './line-index.ts';
import { locate } from './locate.ts';

/**
 * Reads the YAML documents of a file into plain JSON values, as Kubernetes would (`resolvePlainScalar` says how it
 * reads unquoted words). Empty documents are left out. Refused, because two readers could disagree about them or
 * because JSON has no word for them: duplicate keys, keys that are not text, tags, NaN and infinity, integers beyond
 * 2^53, cyclic or exploding aliases, `__proto__`, more than 100 levels, and a document that is no mapping.
 *
 * @throws McpError CONFIG_YAML with the position.
 */
export function parseDocuments(text: string, file: string): readonly SourceDocument[] {
  const source = new SourceFile(text, file);
  const documents: SourceDocument[] = [];
  for (const { value, offset, root } of new Builder(text, source.read(), source.lines).documents()) {
    if (value === null) continue;
    if (!isJsonObject(value)) {
      throw new McpError(
        'CONFIG_YAML',
        `The document is ${Array.isArray(value) ? 'a list' : 'a single value'}, not a mapping.`,
        {
          position: source.lines.positionAt(offset),
          hint: 'Begin the document with keys such as apiVersion and kind.',
        },
      );
    }
    documents.push(new ParsedDocument(source, value, offset, root));
  }
  return documents;
}

/**
 * The values of all documents of a file, whatever they are, empty ones too. Refuses what `parseDocuments` refuses, except
 * for documents that are no mappings.
 *
 * @throws McpError CONFIG_YAML with the position.
 */
export function parseValues(text: string, file: string): readonly Json[] {
  const source = new SourceFile(text, file);
  return new Builder(text, source.read(), source.lines).documents().map(({ value }) => value);
}

/** A text and, once somebody asks for a position, its events: kept from then on, because more questions follow. */
class SourceFile {
  readonly file: string;
  readonly text: string;
  readonly lines: LineIndex;
  #events: readonly Event[] | undefined;

  constructor(text: string, file: string) {
    this.text = text;
    this.file = file;
    this.lines = new LineIndex(text, file);
  }

  read(): readonly Event[] {
    return readEvents(this.text, this.lines);
  }

  get events(): readonly Event[] {
    return (this.#events ??= this.read());
  }
}

class ParsedDocument implements SourceDocument {
  readonly value: JsonObject;
  readonly #source: SourceFile;
  readonly #offset: number;
  readonly #root: number;

  constructor(source: SourceFile, value: JsonObject, offset: number, root: number) {
    this.#source = source;
    this.value = value;
    this.#offset = offset;
    this.#root = root;
  }

  get file(): string {
    return this.#source.file;
  }

  positionOf(path: DocumentPath): SourcePosition {
    const { text, lines } = this.#source;
    const offset = path.length === 0 ? undefined : locate(text, this.#source.events, this.#root, path);
    return lines.positionAt(offset ?? this.#offset);
  }
}

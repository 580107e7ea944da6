import type { DocumentPath, SourceDocument } from '../model/document.ts';
import { McpError } from '../model/error.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';

/** Reads one value of a Gatekeeper document; what is wrong with it is told with its position. */
export class Field {
  readonly value: Json | undefined;
  readonly path: DocumentPath;
  readonly #document: SourceDocument;

  private constructor(document: SourceDocument, path: DocumentPath, value: Json | undefined) {
    this.#document = document;
    this.path = path;
    this.value = value ?? undefined;
  }

  static root(document: SourceDocument): Field {
    return new Field(document, [], document.value);
  }

  get(...keys: readonly string[]): Field {
    const [key, ...rest] = keys;
    if (key === undefined) return this;
    const { value } = this;
    if (value !== undefined && !isJsonObject(value)) throw this.wrong('must be an object');
    const next = value !== undefined && Object.hasOwn(value, key) ? value[key] : undefined;
    return new Field(this.#document, [...this.path, key], next).get(...rest);
  }

  /** Empty when absent. */
  items(): readonly Field[] {
    if (this.value === undefined) return [];
    if (!Array.isArray(this.value)) throw this.wrong('must be a list');
    return (this.value as readonly Json[]).map(
      (item, index) => new Field(this.#document, [...this.path, index], item),
    );
  }

  text(): string {
    if (this.value === undefined) return '';
    if (typeof this.value !== 'string') throw this.wrong('must be text');
    return this.value;
  }

  requiredText(): string {
    const text = this.text();
    if (text === '') throw this.wrong('is missing');
    return text;
  }

  texts(): readonly string[] {
    return this.items().map((item) => item.text());
  }

  object(): JsonObject {
    if (this.value === undefined) return {};
    if (!isJsonObject(this.value)) throw this.wrong('must be an object');
    return this.value;
  }

  /** A map of texts, for example of labels. */
  textMap(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.keys(this.object()).map((key) => [key, this.get(key).text()]));
  }

  get position() {
    return this.#document.positionOf(this.path);
  }

  wrong(what: string, hint?: string): McpError {
    return new McpError('CONFIG_INVALID', `${this.path.join('.')} ${what}.`, {
      position: this.position,
      hint,
    });
  }
}

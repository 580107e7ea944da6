import type { JsonObject } from './json.ts';
import type { SourcePosition } from './position.ts';

/** The path to a value inside a document. */
export type DocumentPath = readonly (string | number)[];

/** One YAML document of a file that a person wrote. */
export interface SourceDocument {
  readonly file: string;
  readonly value: JsonObject;
  /** Where the value at a path stands (the key, where there is one); the document's start for an unknown path. */
  positionOf(path: DocumentPath): SourcePosition;
}

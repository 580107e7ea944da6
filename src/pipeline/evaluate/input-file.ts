import type { Json } from '../../model/json.ts';

/** A file with what a parser made of it: one document, or several (YAML). */
export interface InputFile {
  /** As the user named it; `-` for the standard input. */
  readonly path: string;
  readonly documents: readonly Json[];
}

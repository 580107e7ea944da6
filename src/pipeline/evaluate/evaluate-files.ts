import type { Json, JsonObject } from '../../model/json.ts';
import type { PolicySource } from '../../model/policy.ts';

/** A file with what a parser made of it: one document, or several (YAML). */
export interface InputFile {
  /** As the user named it; `-` for the standard input. */
  readonly path: string;
  readonly documents: readonly Json[];
}

export interface EvaluateFilesInput {
  readonly policies: readonly PolicySource[];
  readonly files: readonly InputFile[];
  /** What conftest policies see below `data` (`--data`). */
  readonly data?: JsonObject;
  /** Which conftest packages are asked, with the globs of conftest; absent: all. */
  readonly namespaces?: readonly string[];
  /** All documents as one input `[{path, contents}]`, for conftest policies (`--combine`). */
  readonly combine?: boolean;
}

/** What one policy says of one document. A policy that does not judge the document says nothing. */
export interface FileFinding {
  readonly form: 'native' | 'conftest' | 'gatekeeper';
  readonly policy: string;
  /** `deny`: a failure; `warn`: a warning. */
  readonly enforcement: 'deny' | 'warn';
  readonly state: 'pass' | 'fail' | 'excepted' | 'notEvaluated';
  /** `Combined` when all documents were judged as one. */
  readonly file: string;
  /** Index in the file; null when all documents were judged as one. */
  readonly document: number | null;
  /** What is wrong, or why it was not evaluated, or what excepts it; empty for pass. */
  readonly message: string;
  /** Path inside the document, for example `spec.containers[0].image`; empty when the policy gives none. */
  readonly field: string;
  readonly fix: string;
  /** `_loc` of conftest. */
  readonly location: { readonly file: string; readonly line: string } | null;
  /** What else the policy says: conftest's metadata, Gatekeeper's details. */
  readonly metadata: JsonObject;
}

import type { SourceDocument } from '../../model/document.ts';
import type { Manifest } from '../../model/manifest.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { Baseline } from '../../model/workspace.ts';
import { nearestPosition } from '../../yaml/nearest-position.ts';
import { parseDocuments } from '../../yaml/parse.ts';
import { readPath } from '../../yaml/read-path.ts';

/** Finds the line of a template that made a field of a manifest. */
export type PlaceOf = (manifest: Pick<Manifest, 'origin'>, field: string) => SourcePosition;

/**
 * Templates have the shape of what they make (keys hold no holes), so the path of a field leads to its line; inside what
 * one hole gives, to that hole. A file is parsed when the first of its fields is asked for.
 */
export function templatePlaces(baselines: readonly Baseline[]): PlaceOf {
  const texts = new Map(
    baselines.flatMap(({ templates }) =>
      templates.flatMap(({ files }) => files.map(({ path, text }) => [path, text] as const)),
    ),
  );
  const parsed = new Map<string, readonly SourceDocument[]>();
  const known = new Map<string, SourcePosition>();

  function documentsOf(file: string): readonly SourceDocument[] {
    const documents = parsed.get(file) ?? parseDocuments(texts.get(file) ?? '', file);
    parsed.set(file, documents);
    return documents;
  }

  return ({ origin }, field) => {
    if (field === '') return origin;
    const key = `${origin.file}:${origin.line}:${origin.column} ${field}`;
    const place = known.get(key) ?? find(documentsOf(origin.file), origin, field);
    known.set(key, place);
    return place;
  };
}

function find(documents: readonly SourceDocument[], origin: SourcePosition, field: string): SourcePosition {
  const document = documents.find((candidate) => {
    const { line, column } = candidate.positionOf([]);
    return line === origin.line && column === origin.column;
  });
  return document === undefined ? origin : nearestPosition(document, readPath(field));
}

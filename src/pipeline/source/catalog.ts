import type { Control, ControlCatalog, ControlCoverage } from '../../model/control.ts';
import { McpError } from '../../model/error.ts';
import { formatPosition, type SourcePosition } from '../../model/position.ts';
import type { SourceDocument } from '../../model/workspace.ts';

/** What schemas/control-catalog.json lets pass. */
interface CatalogDocument {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly title: string;
    readonly version: string;
    readonly controls: readonly {
      readonly id: string;
      readonly title: string;
      readonly coverage: ControlCoverage;
      readonly reason?: string;
    }[];
  };
}

/** Reads valid ControlCatalogs. Throws CONFIG_DUPLICATE when two controls, of whatever catalogue, have the same id. */
export function readCatalogs(documents: readonly SourceDocument[]): readonly ControlCatalog[] {
  const positions = new Map<string, () => SourcePosition>();
  return documents.map((document) => {
    const { metadata, spec } = document.value as unknown as CatalogDocument;
    const controls = spec.controls.map((control, index): Control => {
      const position = () => document.positionOf(['spec', 'controls', index, 'id']);
      const other = positions.get(control.id);
      if (other !== undefined) throw givenTwice(control.id, position(), other());
      positions.set(control.id, position);
      return {
        id: control.id,
        title: control.title,
        coverage: control.coverage,
        reason: control.reason ?? '',
      };
    });
    const { title, version } = spec;
    return { name: metadata.name, title, version, controls, position: document.positionOf([]) };
  });
}

function givenTwice(id: string, position: SourcePosition, other: SourcePosition): McpError {
  return new McpError(
    'CONFIG_DUPLICATE',
    `The control '${id}' is given twice; the other one is at ${formatPosition(other)}.`,
    { position, hint: 'Remove or rename one of the two.' },
  );
}

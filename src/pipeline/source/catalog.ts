import type { Control, ControlCatalog, ControlCoverage } from '../../model/control.ts';
import { McpError } from '../../model/error.ts';
import { formatPosition, type SourcePosition } from '../../model/position.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { didYouMean } from '../../runtime/nearest.ts';
import { followMappings, type MappingControl } from './control-mapping.ts';
import type { FrameworkName } from './fleet.ts';

/** What schemas/control-catalog.json lets pass. */
interface CatalogDocument {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly title: string;
    readonly version: string;
    readonly supersededBy?: string;
    readonly controls: readonly {
      readonly id: string;
      readonly title: string;
      readonly coverage: ControlCoverage;
      readonly reason?: string;
      readonly mapsTo?: readonly string[];
    }[];
  };
}

/**
 * Reads valid ControlCatalogs. `frameworks`: those that reports are about; null: all that no other one supersedes.
 * Throws CONFIG_DUPLICATE when two controls, of whatever catalogue, have the same id; CONFIG_REFERENCE and CONFIG_INVALID
 * for names and mappings that lead nowhere, or in a circle.
 */
export function readCatalogs(
  documents: readonly SourceDocument[],
  frameworks: readonly FrameworkName[] | null,
): readonly ControlCatalog[] {
  const mappings = followMappings(controlsById(documents));
  const names = new Set(documents.map((document) => nameOf(document)));
  for (const { name, position } of frameworks ?? []) requireCatalog(name, names, () => position);
  return documents.map((document) => {
    const { title, version, supersededBy, controls } = specOf(document);
    const name = nameOf(document);
    if (supersededBy !== undefined)
      requireCatalog(supersededBy, names, () => document.positionOf(['spec', 'supersededBy']));
    return {
      name,
      title,
      version,
      reported:
        frameworks === null
          ? supersededBy === undefined
          : frameworks.some((framework) => framework.name === name),
      controls: controls.map((control): Control => ({
        id: control.id,
        title: control.title,
        coverage: control.coverage,
        reason: control.reason ?? '',
        mapsTo: mappings.get(control.id) ?? [],
      })),
      position: document.positionOf([]),
    };
  });
}

function controlsById(documents: readonly SourceDocument[]): ReadonlyMap<string, MappingControl> {
  const controls = new Map<string, MappingControl & { readonly position: () => SourcePosition }>();
  for (const document of documents) {
    for (const [index, { id, mapsTo = [] }] of specOf(document).controls.entries()) {
      const place = ['spec', 'controls', index] as const;
      const position = () => document.positionOf([...place, 'id']);
      const other = controls.get(id);
      if (other !== undefined) throw givenTwice(id, position(), other.position());
      controls.set(id, {
        mapsTo,
        position,
        positionOf: (target) => document.positionOf([...place, 'mapsTo', target]),
      });
    }
  }
  return controls;
}

function nameOf(document: SourceDocument): string {
  return (document.value as unknown as CatalogDocument).metadata.name;
}

function specOf(document: SourceDocument): CatalogDocument['spec'] {
  return (document.value as unknown as CatalogDocument).spec;
}

function requireCatalog(name: string, known: ReadonlySet<string>, position: () => SourcePosition): void {
  if (known.has(name)) return;
  throw new McpError('CONFIG_REFERENCE', `There is no control catalogue '${name}'.`, {
    position: position(),
    hint: didYouMean(name, known, `There are: ${[...known].sort().join(', ') || 'none'}.`),
  });
}

function givenTwice(id: string, position: SourcePosition, other: SourcePosition): McpError {
  return new McpError(
    'CONFIG_DUPLICATE',
    `The control '${id}' is given twice; the other one is at ${formatPosition(other)}.`,
    { position, hint: 'Remove or rename one of the two.' },
  );
}

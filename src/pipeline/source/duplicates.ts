import { McpError } from '../../model/error.ts';
import { formatPosition } from '../../model/position.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { groupByKind, kindOf, type DocumentsByKind } from './kinds.ts';

interface Named {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Throws CONFIG_DUPLICATE when two documents of a kind have the same name (and namespace). */
export function refuseDuplicates(documents: DocumentsByKind): void {
  const [fleet, second] = documents.Fleet;
  if (fleet !== undefined && second !== undefined) throw secondFleet(second, fleet);
  for (const [kind, ofKind] of Object.entries(documents)) {
    const seen = new Map<string, SourceDocument>();
    for (const document of ofKind) {
      const { metadata } = document.value as unknown as Named;
      const key = nameOf(document);
      const other = seen.get(key);
      if (other !== undefined) {
        const place = formatPosition(other.positionOf(['metadata', 'name']));
        throw new McpError(
          'CONFIG_DUPLICATE',
          `The ${kind} '${metadata.name}' is given twice; the other one is at ${place}.`,
          { position: document.positionOf(['metadata', 'name']), hint: 'Remove or rename one of the two.' },
        );
      }
      seen.set(key, document);
    }
  }
}

/** Without what an earlier document of the same kind and name says already: each hub has its own set `default`. */
export function firstOfEach(documents: readonly SourceDocument[]): readonly SourceDocument[] {
  const seen = new Set<string>();
  return documents.filter((document) => {
    const key = `${kindOf(document)} ${nameOf(document)}`;
    return !seen.has(key) && seen.add(key);
  });
}

function nameOf(document: SourceDocument): string {
  const { metadata } = document.value as unknown as Named;
  return `${metadata.namespace ?? 'default'}/${metadata.name}`;
}

/** The one Fleet of `mcp.yaml`. Throws CONFIG_INVALID when there is none, CONFIG_DUPLICATE when there are several. */
export function onlyFleet(root: readonly SourceDocument[]): SourceDocument {
  const [fleet, second] = groupByKind(root).Fleet;
  if (fleet === undefined) {
    throw new McpError('CONFIG_INVALID', 'mcp.yaml holds no Fleet.', {
      position: { file: 'mcp.yaml', line: 1, column: 1 },
      hint: 'Begin it with apiVersion: mcp.policy/v1alpha1 and kind: Fleet.',
    });
  }
  if (second !== undefined) throw secondFleet(second, fleet);
  return fleet;
}

function secondFleet(second: SourceDocument, fleet: SourceDocument): McpError {
  return new McpError(
    'CONFIG_DUPLICATE',
    `A policy repository has one Fleet; the other one is at ${formatPosition(fleet.positionOf([]))}.`,
    { position: second.positionOf([]), hint: 'Remove one of the two.' },
  );
}

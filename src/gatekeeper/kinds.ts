import type { SourceDocument } from '../model/document.ts';

/** Whether a document is a ConstraintTemplate or a constraint. */
export function isGatekeeperPolicy(document: SourceDocument): boolean {
  return isTemplate(document) || isConstraint(document);
}

export function isTemplate({ value: { apiVersion, kind } }: SourceDocument): boolean {
  return kind === 'ConstraintTemplate' && isOfGroup(apiVersion, 'templates.gatekeeper.sh');
}

export function isConstraint({ value: { apiVersion, kind } }: SourceDocument): boolean {
  return typeof kind === 'string' && isOfGroup(apiVersion, 'constraints.gatekeeper.sh');
}

function isOfGroup(apiVersion: unknown, group: string): boolean {
  return typeof apiVersion === 'string' && apiVersion.startsWith(`${group}/`);
}

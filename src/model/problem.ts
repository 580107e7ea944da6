import type { McpError, McpErrorCode } from './error.ts';
import { orderTexts } from './order-texts.ts';
import type { SourcePosition } from './position.ts';

/** Something that a check found: errors stand in the way of a run, warnings do not. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: McpErrorCode;
  readonly message: string;
  readonly position: SourcePosition | null;
  /** What to do about it; empty when the message says it all. */
  readonly hint: string;
}

/** What stops a run, as a problem among others. */
export function problemOf({ code, message, position, hint }: McpError): Problem {
  return { severity: 'error', code, message, position: position ?? null, hint: hint ?? '' };
}

/** By file, line and column; what has no place comes first. */
export function compareProblems(a: Problem, b: Problem): number {
  if (a.position === null || b.position === null) {
    return Number(a.position !== null) - Number(b.position !== null) || orderTexts(a.message, b.message);
  }
  return (
    orderTexts(a.position.file, b.position.file) ||
    a.position.line - b.position.line ||
    a.position.column - b.position.column ||
    orderTexts(a.message, b.message)
  );
}

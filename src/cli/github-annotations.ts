import type { EvalFinding } from '../pipeline/eval-files.ts';

/**
 * Findings as workflow commands, which GitHub shows at their lines. Escapes as actions/toolkit does
 * (packages/core/src/command.ts): a manifest must not be able to give commands of its own.
 */
export function githubAnnotations(findings: readonly EvalFinding[]): readonly string[] {
  return findings
    .filter(({ state }) => state === 'fail' || state === 'notEvaluated')
    .map(({ enforcement, policy, message, fix, position }) => {
      const properties = [
        ...(position === null
          ? []
          : [
              ['file', position.file],
              ['line', String(position.line)],
              ['col', String(position.column)],
            ]),
        ['title', policy],
      ].map(([name = '', value = '']) => `${name}=${escapeProperty(value)}`);
      const text = fix === '' ? message : `${message}\nfix: ${fix}`;
      return `::${enforcement === 'warn' ? 'warning' : 'error'} ${properties.join(',')}::${escapeData(text)}`;
    });
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

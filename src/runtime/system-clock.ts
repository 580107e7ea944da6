import { McpError } from '../model/error.ts';
import type { Clock } from '../model/ports.ts';

/**
 * The machine's clock, or the moment that `MCP_NOW` names (RFC 3339), so that a run can be repeated as of a date.
 * Throws USAGE when `MCP_NOW` is no date.
 */
export function systemClock(environment: NodeJS.ProcessEnv): Clock {
  const fixed = environment['MCP_NOW'];
  if (fixed === undefined || fixed === '') return { now: () => new Date() };
  const moment = new Date(fixed);
  if (Number.isNaN(moment.getTime())) {
    throw new McpError('USAGE', `MCP_NOW is not a date: ${JSON.stringify(fixed)}`, {
      hint: 'Write it as RFC 3339, for example 2026-11-24T10:00:00Z.',
    });
  }
  return { now: () => new Date(moment) };
}

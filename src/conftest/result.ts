import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';

/** One result of a rule (conftest v0.71 output/result.go). */
export interface ConftestResult {
  readonly message: string;
  readonly location: ConftestLocation | null;
  /** All other keys of the result. */
  readonly metadata: JsonObject;
}

export interface ConftestLocation {
  readonly file: string;
  readonly line: string;
}

/** What a rule says of an input; `reason`: conftest would give up on it. */
export type ConftestOutcome = ConftestVerdict | { readonly reason: string };

export interface ConftestVerdict {
  readonly results: readonly ConftestResult[];
  readonly exceptions: number;
  /** What conftest silently passes although it is no result: a mistake in the policy, most likely. Null: nothing. */
  readonly ignored: string | null;
}

/**
 * Reads the value of `ConftestRule.expression`. A result is a text or an object with the text `msg`. As in conftest, an
 * empty message is no failure.
 */
export function readConftestOutcome(value: Json | undefined): ConftestOutcome {
  const { values, exceptions } = (isJsonObject(value) ? value : {}) as Partial<Record<string, Json>>;
  if (!Array.isArray(values) || !Array.isArray(exceptions)) return { reason: 'the rule gave no result' };
  const given = (values as readonly Json[])[0] ?? [];
  const results: ConftestResult[] = [];
  if (!Array.isArray(given))
    return {
      results,
      exceptions: exceptions.length,
      ignored: `the rule gave ${shorten(given)}, no set of results`,
    };
  let ignored: string | null = null;
  for (const result of given as readonly Json[]) {
    const read = readResult(result);
    const mistake = `the rule gave ${shorten(result)}: a result is a text or an object with the text msg`;
    if (read === undefined && isJsonObject(result)) return { reason: mistake };
    if (read === undefined) ignored = mistake;
    else if (read.message !== '') results.push(read);
  }
  return { results, exceptions: exceptions.length, ignored };
}

function readResult(result: Json): ConftestResult | undefined {
  if (typeof result === 'string') return { message: result, location: null, metadata: {} };
  if (!isJsonObject(result) || typeof result['msg'] !== 'string') return undefined;
  const metadata = Object.entries(result).filter(([key]) => key !== 'msg' && key !== '_loc');
  return {
    message: result['msg'],
    location: readLocation(result['_loc']),
    metadata: Object.fromEntries(metadata),
  };
}

function readLocation(location: Json | undefined): ConftestLocation | null {
  if (!isJsonObject(location)) return null;
  const { file, line } = location as Partial<Record<string, Json>>;
  const read = {
    file: typeof file === 'string' ? file : '',
    line: typeof line === 'number' ? String(line) : '',
  };
  return read.file === '' && read.line === '' ? null : read;
}

function shorten(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}

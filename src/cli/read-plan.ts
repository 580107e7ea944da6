import { createReadStream } from 'node:fs';
import { McpError } from '../model/error.ts';
import type { PlanDocument } from '../pipeline/plan-document.ts';
import { planDigest } from '../pipeline/plan-document.ts';
import schema from './schemas/plan.json' with { type: 'json' };

/** Bytes: some twenty times the plan of ten thousand clusters. */
const largest = 128 * 1024 * 1024;

/**
 * Reads a plan that `mcp policy plan --out` wrote. Throws USAGE for a file that cannot be read, and PLAN_INVALID for what
 * is no plan, is of another version, too large, or has been altered.
 */
export async function readPlan(file: string): Promise<PlanDocument> {
  const invalid = (why: string): McpError =>
    new McpError('PLAN_INVALID', `${file} is not a plan that can be applied: ${why}`, {
      hint: 'Make the plan again, with mcp policy plan --out.',
    });
  const value = parse(await readBounded(file, invalid), invalid);
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const validate = new Ajv2020({ strict: true, formats: { 'date-time': isTime } }).compile<PlanDocument>(
    schema,
  );
  if (!validate(value)) {
    const [first] = validate.errors ?? [];
    const place = first?.instancePath === '' ? 'it' : first?.instancePath;
    throw invalid(`${place ?? 'it'} ${first?.message ?? 'is not valid'}`);
  }
  const { digest, ...rest } = value;
  if (planDigest(rest) !== digest) throw invalid('it was altered after it was made, or damaged');
  return value;
}

/** Reads no further than it may, whatever kind of file it is. */
async function readBounded(file: string, invalid: (why: string) => McpError): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > largest) throw invalid(`it is larger than ${largest} bytes`);
      chunks.push(chunk);
    }
  } catch (cause) {
    if (cause instanceof McpError) throw cause;
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new McpError('USAGE', `${file} cannot be read: ${why}`, {
      hint: 'Name a file that mcp policy plan --out wrote.',
      cause,
    });
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse(text: string, invalid: (why: string) => McpError): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // The parser's message would quote the file.
    throw invalid('it is not JSON');
  }
}

function isTime(text: string): boolean {
  return !Number.isNaN(Date.parse(text));
}

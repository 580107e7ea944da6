import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { compileOnEngine } from '../../src/cel/engine.ts';
import { McpError } from '../../src/model/error.ts';
import { placementEnvironment } from '../../src/cel/placement-environment.ts';
import { goProgram } from '../support/go-program.ts';
import { expressions, input } from './kubernetes-cases.ts';

const oracle = goProgram('cel-oracle', join(import.meta.dirname, 'oracle'));
const position = { file: 't.yaml', line: 1, column: 1 };
const variables = ['input'];
/** Each environment remembers what it compiled by its own list. */
const hubVariables = ['input'];

interface Answer {
  readonly invalid?: string;
  readonly failed?: string;
  readonly value?: string;
  readonly broken?: boolean;
}

it.skipIf(oracle === undefined)(
  "answers as Kubernetes' own CEL does, but for types",
  () => {
    const asked = expressions.flatMap((expression) =>
      (['kubernetes', 'hub'] as const).map((dialect) => ({
        dialect,
        expression: `dyn(${expression})`,
        input,
      })),
    );
    const told = execFileSync(oracle ?? '', {
      input: asked.map((each) => JSON.stringify(each)).join('\n') + '\n',
    });
    const answers = told
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Answer);
    expect(answers).toHaveLength(asked.length);
    const differences = asked.flatMap(({ dialect, expression }, index) => {
      const theirs = answers[index]!;
      if (theirs.broken === true || isOfTypes(theirs)) return [];
      const expected = theirs.value ?? 'error';
      const ours = answer(dialect, expression);
      return ours === expected ? [] : [{ dialect, expression, ours, theirs }];
    });
    expect(differences).toEqual([]);
    expect(answers.filter(({ value }) => value !== undefined).length).toBeGreaterThan(asked.length / 3);
  },
  60_000,
);

/** What only a type checker refuses: there is none here, and decision 46 says so. */
function isOfTypes({ invalid = '' }: Answer): boolean {
  return /found no matching overload|expected type/.test(invalid) && !/'(?:semver|isSemver)'/.test(invalid);
}

function answer(dialect: 'kubernetes' | 'hub', expression: string): string {
  try {
    const environment = dialect === 'hub' ? placementEnvironment : undefined;
    return encode(
      compileOnEngine(
        expression,
        position,
        dialect === 'hub' ? hubVariables : variables,
        environment,
      ).evaluate({ input }),
    );
  } catch (error) {
    if (error instanceof McpError) return 'error';
    throw error;
  }
}

/** What the oracle makes of the same JSON. */
function encode(value: unknown): string {
  if (typeof value === 'string') return `string ${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'number' && !Number.isInteger(value)) {
    const bits = Buffer.alloc(8);
    bits.writeDoubleBE(value);
    return `double ${bits.toString('hex')}`;
  }
  if (Array.isArray(value)) return `[${value.map(encode).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return String(value);
  const entries = Object.entries(value).map(([key, item]) => `${encode(key)}: ${encode(item)}`);
  return `{${entries.sort().join(', ')}}`;
}

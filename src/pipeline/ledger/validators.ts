import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Finding, FleetFinding } from '../../model/finding.ts';
import type { ClusterRecord, RuleBook, RunRecord } from '../../model/ledger.ts';
import { schemas } from './schemas.ts';

export interface Validators {
  readonly run: ValidateFunction<Omit<RunRecord, 'clusters'>>;
  readonly cluster: ValidateFunction<ClusterRecord>;
  readonly ruleBook: ValidateFunction<RuleBook>;
  readonly findings: ValidateFunction<readonly Finding[]>;
  readonly fleetFindings: ValidateFunction<readonly FleetFinding[]>;
}

let validators: Promise<Validators> | undefined;

/** Compiled when a ledger is first read: commands that read none do not pay for it. */
export function loadValidators(): Promise<Validators> {
  validators ??= compile();
  return validators;
}

async function compile(): Promise<Validators> {
  const { Ajv } = await import('ajv');
  const ajv = new Ajv({ strict: true, useDefaults: true });
  return {
    run: ajv.compile<Omit<RunRecord, 'clusters'>>(schemas.run),
    cluster: ajv.compile<ClusterRecord>(schemas.cluster),
    ruleBook: ajv.compile<RuleBook>(schemas.ruleBook),
    findings: ajv.compile<readonly Finding[]>(schemas.findings),
    fleetFindings: ajv.compile<readonly FleetFinding[]>(schemas.fleetFindings),
  };
}

/** The first reason, with the place inside the document. */
export function whyInvalid(errors: readonly ErrorObject[] | null | undefined): string {
  const first = errors?.[0];
  return first === undefined ? 'unknown' : `${first.instancePath || 'it'} ${first.message ?? 'is not valid'}`;
}

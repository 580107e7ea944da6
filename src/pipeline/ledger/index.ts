export { appendRun } from './append-run.ts';
export type { RunSummary } from './commit-message.ts';
export { needsRecord } from './needs-record.ts';
export { readLedger } from './read-ledger.ts';
export type { Ledger } from './read-ledger.ts';
export { ruleBookDigest } from './rule-book.ts';

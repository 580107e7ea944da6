export { appendRun } from './append-run.ts';
export { deadLettersAfter } from './dead-letters.ts';
export { heartbeat, needsRecord } from './needs-record.ts';
export { readLedger } from './read-ledger.ts';
export type { Ledger } from './read-ledger.ts';
export { ruleBookDigest } from './rule-book.ts';

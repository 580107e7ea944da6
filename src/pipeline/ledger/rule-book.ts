import type { RuleBook } from '../../model/ledger.ts';
import { sha256 } from './digests.ts';
import { laidOut } from './laid-out.ts';

/** The bytes of `rulebook.json`. */
export function ruleBookBytes(ruleBook: RuleBook): Uint8Array {
  return laidOut(ruleBook);
}

/** What `sha256sum rulebook.json` prints: the digest by which a run names its rule book. */
export function ruleBookDigest(ruleBook: RuleBook): string {
  return sha256(ruleBookBytes(ruleBook));
}

import type { ConformanceCase } from './cases.ts';

const bignum =
  "Wasm represents no integers beyond 64 bits (https://github.com/open-policy-agent/opa/issues/3711); an exception of OPA's own Wasm test too";
const exponent =
  "Wasm parses JSON natively, without the limit of exponents; an exception of OPA's own Wasm test too";
const network =
  "there is no network; where such a call is allowed it fails, because undefined, as in OPA's Wasm, could pass a gate";
const wholeData = 'it asks for all of `data`, the question itself among it: mcp compiles rules, not queries';

const byNote: ReadonlyMap<string, string> = new Map([
  ['data/toplevel integer', bignum],
  ['data/nested integer', bignum],
  ['strings/format_int: bignum exact (>64-bit integer, all bases + negative)', bignum],
  ['jsonbuiltins/unmarshal number beyond the supported exponent is undefined', exponent],
  ['jsonbuiltins/unmarshal number with too big an exponent is undefined', exponent],
  ['net.lookup_ip_addr/simple ip4 returns that ip4', network],
  ['net.lookup_ip_addr/simple ip6 returns that ip6', network],
  ['net.lookup_ip_addr/localhost', network],
  ['invalidkeyerror/invalid keys', network],
  ['invalidkeyerror/missing keys', network],
  ['time/time caching', "test.sleep is no builtin of OPA: OPA's own test brings it along"],
  [
    'withkeyword/builtin-builtin: arity 0',
    'opa.runtime() is not empty: it has the environment, as in conftest',
  ],
]);

/** Why a case does not apply to policies in a gate; undefined for those that do. */
export function whyNotApplicable({ note, query }: ConformanceCase): string | undefined {
  return query.trim() === 'data = x' ? (byNote.get(note) ?? wholeData) : byNote.get(note);
}

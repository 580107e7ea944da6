/**
 * The builtins that would let a verdict depend on more than its input, with the reason; as in
 * compiler/capabilities.go. A policy set may allow one by name.
 */
export const refusedBuiltins: ReadonlyMap<string, string> = new Map([
  ['http.send', 'a policy gate has no network'],
  ['net.lookup_ip_addr', 'a policy gate has no network'],
  ['opa.runtime', 'a policy gate does not see the machine that it runs on'],
  ['parse_combined_config_files', 'a policy gate reads no files'],
  ['parse_config', 'a policy gate reads manifests alone'],
  ['parse_config_file', 'a policy gate reads no files'],
  ['rand.intn', 'a policy gate has no randomness'],
  ['uuid.rfc4122', 'a policy gate has no randomness'],
]);

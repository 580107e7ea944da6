/** Examples of native policies: manifests that pass and fail, beside the policy that they show. */
const example = /\.(?:pass|fail)\.yaml$/u;

/**
 * Leaves out examples such as `policies/a.pass.yaml` beside `policies/a.rego`: a ConstraintTemplate in one is shown, not
 * enforced. A file of such a name without that policy is no example and stays.
 */
export function withoutExamples<File extends { readonly path: string }>(
  files: readonly File[],
  policies: readonly { readonly path: string }[],
): readonly File[] {
  const shown = new Set(policies.map(({ path }) => path));
  return files.filter(({ path }) => !example.test(path) || !shown.has(path.replace(example, '.rego')));
}

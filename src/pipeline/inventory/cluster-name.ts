import type { DocumentPath } from '../../model/workspace.ts';
import type { Fields } from '../../yaml/fields.ts';

const subdomain = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;

/**
 * A cluster's name, which goes into branch names: a DNS-1123 subdomain of at most 253 characters. That leaves one
 * trap of git-check-ref-format(1): a ref must not end in `.lock`.
 */
export function checkClusterName(name: string, fields: Fields, path: DocumentPath): string {
  if (name.length <= 253 && subdomain.test(name) && !name.endsWith('.lock')) return name;
  throw fields.error(
    path,
    `${JSON.stringify(name.slice(0, 253))} cannot be the name of a cluster.`,
    "Use lower-case letters, digits, dashes and dots (DNS-1123), not ending in '.lock': it becomes part of a branch name.",
  );
}

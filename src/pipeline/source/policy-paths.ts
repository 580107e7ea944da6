import { join } from 'node:path';
import { isGatekeeperPolicy } from '../../gatekeeper/kinds.ts';
import type { JsonObject } from '../../model/json.ts';
import type { PolicySource, RegoVersion } from '../../model/policy.ts';
import type { InputFiles } from '../../runtime/input-files.ts';
import { parseDocuments } from '../../yaml/parse.ts';
import { withoutExamples } from './example-files.ts';
import { readNamedFiles } from './named-files.ts';
import { modulesIn } from './rego-version.ts';
import { securityBaseline, shippedFolder } from './shipped-files.ts';

export interface PolicyPathOptions {
  /** The package folder that holds `policies/`. */
  readonly shippedRoot: string;
  readonly parameters: JsonObject;
  readonly allow: readonly string[];
  /** Sees all that is read. */
  readonly files: InputFiles;
  readonly data: JsonObject;
  readonly regoVersion: RegoVersion;
}

/**
 * Reads policies that a command line names: files and folders with Rego, ConstraintTemplates and constraints, or
 * `security-baseline` for what the package ships. Each path is a policy set of its own. Throws USAGE and CONFIG_YAML.
 */
export function readPolicyPaths(
  paths: readonly string[],
  options: PolicyPathOptions,
): Promise<readonly PolicySource[]> {
  return Promise.all(paths.map((path) => readPolicyPath(path, options)));
}

async function readPolicyPath(path: string, options: PolicyPathOptions): Promise<PolicySource> {
  const { shippedRoot, parameters, allow, data, regoVersion, files: disk } = options;
  if (path === securityBaseline && disk.kindOf(path) === 'absent') {
    const shipped = await shippedFolder(join(shippedRoot, 'policies'), disk)();
    const modules = await shipped.read(shipped.under(securityBaseline, /(?<!_test)\.rego$/u));
    return { name: securityBaseline, modules, parameters };
  }
  const files = readNamedFiles([path], /(?:(?<!_test)\.rego|\.ya?ml)$/u, 'policy', disk);
  const modules = modulesIn(
    regoVersion,
    files.filter(({ path: file }) => file.endsWith('.rego')),
  );
  const documents = withoutExamples(files, modules)
    .filter(({ path: file, text }) => !file.endsWith('.rego') && text.includes('.gatekeeper.sh/'))
    .flatMap(({ path: file, text }) => parseDocuments(text, file))
    .filter(isGatekeeperPolicy);
  return { name: path, modules, documents, parameters, allow, data };
}

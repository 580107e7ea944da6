import { createHash } from 'node:crypto';
import type { ValidateFunction } from 'ajv';
import type { Cache } from '../../model/ports.ts';
import type { SourceDocument } from '../../model/workspace.ts';
import { firstViolation } from '../../yaml/violation.ts';
import { kindOf, type Kind } from './kinds.ts';
import addOnPlacementScore from './schemas/addon-placement-score.json' with { type: 'json' };
import baseline from './schemas/baseline.json' with { type: 'json' };
import controlCatalog from './schemas/control-catalog.json' with { type: 'json' };
import fleet from './schemas/fleet.json' with { type: 'json' };
import managedClusterSetBinding from './schemas/managed-cluster-set-binding.json' with { type: 'json' };
import managedClusterSet from './schemas/managed-cluster-set.json' with { type: 'json' };
import placement from './schemas/placement.json' with { type: 'json' };
import policyException from './schemas/policy-exception.json' with { type: 'json' };

const schemas: Readonly<Record<Kind, object & { readonly $id: string }>> = {
  Fleet: fleet,
  Baseline: baseline,
  PolicyException: policyException,
  ControlCatalog: controlCatalog,
  Placement: placement,
  ManagedClusterSet: managedClusterSet,
  ManagedClusterSetBinding: managedClusterSetBinding,
  AddOnPlacementScore: addOnPlacementScore,
};

/**
 * Checks configuration documents against the schemas of their kinds. The cache remembers contents that passed: for an
 * unchanged repository ajv is never loaded (it takes a tenth of a second to load and compile).
 *
 * @throws McpError CONFIG_INVALID for the first violation.
 */
export async function validate(documents: readonly SourceDocument[], cache: Cache): Promise<void> {
  const kinds = documents.map(kindOf);
  const key = digest(documents);
  if ((await cache.get(cacheNamespace, key)) !== undefined) return;
  const checkOf = await (compiled ??= compileSchemas());
  for (const [index, kind] of kinds.entries()) {
    const document = documents[index];
    const check = checkOf(kind);
    if (document !== undefined && !check(document.value)) throw firstViolation(document, check.errors ?? []);
  }
  await cache.set(cacheNamespace, key, new Uint8Array());
}

const cacheNamespace = 'valid-configuration';

/** Once a process; a schema itself is compiled when the first document of its kind comes. */
let compiled: ReturnType<typeof compileSchemas> | undefined;

function digest(documents: readonly SourceDocument[]): string {
  const hash = createHash('sha256').update(JSON.stringify(schemas));
  for (const { value } of documents) hash.update('\0').update(JSON.stringify(value));
  return hash.digest('hex');
}

async function compileSchemas(): Promise<(kind: Kind) => ValidateFunction> {
  const { Ajv2020 } = await import('ajv/dist/2020.js');
  const ajv = new Ajv2020({
    schemas: Object.values(schemas),
    allErrors: true,
    verbose: true,
    allowUnionTypes: true,
  });
  return (kind) => {
    const check = ajv.getSchema(schemas[kind].$id);
    if (check === undefined) throw new Error(`There is no schema for the kind ${kind}.`);
    return check as ValidateFunction;
  };
}

import { dataForFile } from '../conftest/file-data.ts';
import { explainConstraint } from '../gatekeeper/explain-constraint.ts';
import { openGatekeeperSet } from '../gatekeeper/gatekeeper-set.ts';
import type { GatekeeperSet } from '../gatekeeper/gatekeeper-set.ts';
import { Inventory } from '../gatekeeper/inventory.ts';
import type { Json, JsonObject } from '../model/json.ts';
import { isJsonObject } from '../model/json.ts';
import type { KubernetesObject } from '../model/kubernetes.ts';
import type { PolicyMetadata, PolicySource } from '../model/policy.ts';
import type { RunContext } from '../model/ports.ts';
import { RegoCompiler } from '../rego/compile.ts';
import { explainRule } from '../rego/explain.ts';
import type { ExplainedResult } from '../rego/explain.ts';
import { examinePolicies } from './evaluate/index.ts';
import type { FileFinding } from './evaluate/index.ts';

/** What the findings were made of. */
export interface ExplainedInput {
  readonly policies: readonly PolicySource[];
  readonly cluster: JsonObject;
  /** All Kubernetes objects, in their order. */
  readonly objects: readonly KubernetesObject[];
}

/** `document` is the one that a finding is about, `object` the same as a Kubernetes object; null where it is none. */
export type Explain = (
  finding: FileFinding,
  document: Json | null,
  object: KubernetesObject | null,
) => ExplainedResult | null;

interface RegoPolicy {
  readonly source: PolicySource;
  readonly metadata: PolicyMetadata;
}

/**
 * Tells how findings came about, by evaluating single rules once more with OPA's interpreter, which can say what it did.
 * Null for what passes, and for conftest's verdict on all documents together.
 */
export async function explainer(
  { policies, cluster, objects }: ExplainedInput,
  context: RunContext,
): Promise<Explain> {
  const now = context.clock.now();
  const rego = await regoPolicies(policies, context);
  const sets = await gatekeeperSets(policies, context);
  const inventory = new Inventory(objects);
  const inventoryData = JSON.parse(inventory.json()) as JsonObject;
  return ({ policy: id, form, state, message, file }, document, object) => {
    if (state !== 'fail') return null;
    const results =
      form === 'gatekeeper' ? ofConstraint(id, object) : ofRule(rego.get(id), form, file, document, object);
    return results.find(({ value }) => messageOf(value) === message) ?? null;
  };

  function ofConstraint(constraint: string, object: KubernetesObject | null): readonly ExplainedResult[] {
    const set = sets.find(({ constraints }) => constraints.some(({ id }) => id === constraint));
    if (set === undefined || object === null) return [];
    const namespaceObject = inventory.namespaceFor(object);
    const question = { constraint, object, namespaceObject, data: inventoryData, allow: set.allow };
    return explainConstraint(set, question, now);
  }

  function ofRule(
    known: RegoPolicy | undefined,
    form: FileFinding['form'],
    file: string,
    document: Json | null,
    object: KubernetesObject | null,
  ): readonly ExplainedResult[] {
    if (known === undefined) return [];
    const { source, metadata } = known;
    const { modules, parameters, allow, data = {} } = source;
    if (form === 'conftest') {
      if (document === null) return [];
      const question = { rule: `data.${metadata.id}`, input: document, data: dataForFile(file, data), allow };
      return explainRule(modules, question, now).results;
    }
    const subject = metadata.scope === 'cluster' ? { objects } : { object };
    const input = { ...subject, cluster, parameters };
    return explainRule(modules, { rule: `${metadata.package}.deny`, input, data, allow }, now).results;
  }
}

async function regoPolicies(
  sources: readonly PolicySource[],
  context: RunContext,
): Promise<ReadonlyMap<string, RegoPolicy>> {
  const found = new Map<string, RegoPolicy>();
  for (const source of sources) {
    const { policies } = await examinePolicies(source.modules, context, { allow: source.allow });
    for (const metadata of policies) found.set(metadata.id, { source, metadata });
  }
  return found;
}

/** Whatever their enforcement is: a constraint that does nothing here finds nothing to explain. */
async function gatekeeperSets(
  sources: readonly PolicySource[],
  context: RunContext,
): Promise<readonly (GatekeeperSet & Pick<PolicySource, 'allow'>)[]> {
  const own = sources.filter(({ documents = [] }) => documents.length > 0);
  if (own.length === 0) return [];
  const compiler = await RegoCompiler.open(context.cache);
  return Promise.all(
    own.map(async ({ documents = [], allow }) => ({
      ...(await openGatekeeperSet(documents, compiler, [], context.clock.now(), { allow })),
      allow,
    })),
  );
}

/** Native policies say `message`, those of conftest and Gatekeeper `msg`. */
function messageOf(value: Json): Json | undefined {
  return isJsonObject(value) ? (value['message'] ?? value['msg']) : value;
}

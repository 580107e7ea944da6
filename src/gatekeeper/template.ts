import type { SourceDocument } from '../model/document.ts';
import type { JsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { SourcePosition } from '../model/position.ts';
import { Field } from './fields.ts';

/** Gatekeeper's one target. */
const targetName = 'admission.k8s.gatekeeper.sh';

/** A ConstraintTemplate of any version (v1, v1beta1, v1alpha1), as far as its Rego goes. */
export interface Template {
  /** The kind of its constraints. */
  readonly kind: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** OpenAPI v3 of `spec.parameters`; null: anything goes. */
  readonly parameters: JsonObject | null;
  readonly modules: readonly RegoModule[];
  readonly position: SourcePosition;
}

/** Where the packages of a template lie in the compiled program. */
export function namespaceOfTemplate(kind: string): readonly string[] {
  return ['templates', kind];
}

/** Rego is read where CEL stands beside it. Throws CONFIG_INVALID, also for a template without Rego. */
export function readTemplate(document: SourceDocument): Template {
  const root = Field.root(document);
  const name = root.get('metadata', 'name').requiredText();
  const crd = root.get('spec', 'crd', 'spec');
  const kindField = crd.get('names', 'kind');
  const kind = kindField.requiredText();
  if (kind.toLowerCase() !== name)
    throw root.get('metadata', 'name').wrong(`must be '${kind.toLowerCase()}', the kind in lower case`);
  const schema = crd.get('validation', 'openAPIV3Schema');
  return {
    kind,
    annotations: root.get('metadata', 'annotations').textMap(),
    parameters: schema.value === undefined ? null : schema.object(),
    modules: readModules(root.get('spec', 'targets'), kind),
    position: root.position,
  };
}

function readModules(targets: Field, kind: string): readonly RegoModule[] {
  const [target, ...others] = targets.items();
  if (target === undefined || others.length > 0) throw targets.wrong('must have exactly one item');
  if (target.get('target').text() !== targetName) throw target.get('target').wrong(`must be '${targetName}'`);
  const code = target
    .get('code')
    .items()
    .find((each) => each.get('engine').text() === 'Rego');
  const source = code?.get('source') ?? target;
  if (source.get('rego').value === undefined)
    throw target.wrong(
      'has no Rego',
      'Only the engine Rego is evaluated; a template may carry Rego beside CEL.',
    );
  const version = code?.get('source', 'version').text() === 'v1' ? 'v1' : 'v0';
  return [source.get('rego'), ...source.get('libs').items()].map((field) => ({
    path: `${field.position.file}:${field.position.line}`,
    text: field.requiredText(),
    version,
    namespace: namespaceOfTemplate(kind),
  }));
}

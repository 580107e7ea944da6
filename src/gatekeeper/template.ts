import type { SourceDocument } from '../model/document.ts';
import { McpError } from '../model/error.ts';
import type { JsonObject } from '../model/json.ts';
import type { RegoModule } from '../model/policy.ts';
import type { SourcePosition } from '../model/position.ts';
import { Field } from './fields.ts';
import { NativeValidation } from './native-validation.ts';

/** Gatekeeper's one target. */
const targetName = 'admission.k8s.gatekeeper.sh';

/** A ConstraintTemplate of any version (v1, v1beta1, v1alpha1). */
export interface Template {
  /** The kind of its constraints. */
  readonly kind: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** OpenAPI v3 of `spec.parameters`; null: anything goes. */
  readonly parameters: JsonObject | null;
  /** Empty when the template is evaluated as CEL. */
  readonly modules: readonly RegoModule[];
  /** Null when it is evaluated as Rego. */
  readonly validation: NativeValidation | null;
  readonly position: SourcePosition;
}

/** Where the packages of a template lie in the compiled program. */
export function namespaceOfTemplate(kind: string): readonly string[] {
  return ['templates', kind];
}

/**
 * CEL goes before Rego where a template has both, as in Gatekeeper; CEL that needs functions which are not there gives
 * way to the Rego beside it. Throws CONFIG_INVALID, and CEL_INVALID for such CEL alone.
 */
export async function readTemplate(document: SourceDocument): Promise<Template> {
  const root = Field.root(document);
  const name = root.get('metadata', 'name').requiredText();
  const crd = root.get('spec', 'crd', 'spec');
  const kindField = crd.get('names', 'kind');
  const kind = kindField.requiredText();
  if (kind.toLowerCase() !== name)
    throw root.get('metadata', 'name').wrong(`must be '${kind.toLowerCase()}', the kind in lower case`);
  const schema = crd.get('validation', 'openAPIV3Schema');
  const target = readTarget(root.get('spec', 'targets'));
  const rego = regoOf(target);
  const validation = await readValidation(target, kind, rego !== undefined);
  if (validation === null && rego === undefined)
    throw target.wrong('has no code', 'Give it Rego, or CEL of the engine K8sNativeValidation.');
  return {
    kind,
    annotations: root.get('metadata', 'annotations').textMap(),
    parameters: schema.value === undefined ? null : schema.object(),
    modules: validation === null && rego !== undefined ? readModules(rego, kind) : [],
    validation,
    position: root.position,
  };
}

function readTarget(targets: Field): Field {
  const [target, ...others] = targets.items();
  if (target === undefined || others.length > 0) throw targets.wrong('must have exactly one item');
  if (target.get('target').text() !== targetName) throw target.get('target').wrong(`must be '${targetName}'`);
  return target;
}

/** The source of the first code of an engine. */
function sourceOf(target: Field, engine: string): Field | undefined {
  const code = target
    .get('code')
    .items()
    .find((each) => each.get('engine').text() === engine);
  return code?.get('source');
}

/** The old place of Rego is the target itself. */
function regoOf(target: Field): Field | undefined {
  const source = sourceOf(target, 'Rego') ?? target;
  return source.get('rego').value === undefined ? undefined : source;
}

async function readValidation(
  target: Field,
  kind: string,
  hasRego: boolean,
): Promise<NativeValidation | null> {
  const source = sourceOf(target, 'K8sNativeValidation');
  if (source === undefined) return null;
  try {
    return await NativeValidation.read(source);
  } catch (error) {
    if (!(error instanceof McpError) || error.code !== 'CEL_INVALID') throw error;
    if (hasRego) return null;
    throw new McpError(
      'CEL_INVALID',
      `the CEL of the template ${kind} cannot be evaluated: ${error.message}`,
      { position: error.position, hint: 'Put Rego beside it, with the engine Rego.', cause: error },
    );
  }
}

function readModules(source: Field, kind: string): readonly RegoModule[] {
  const version = source.get('version').text() === 'v1' ? 'v1' : 'v0';
  return [source.get('rego'), ...source.get('libs').items()].map((field) => {
    const text = field.requiredText();
    const { file, line } = field.position;
    return {
      path: file,
      // Rego of more than one line is a block (`rego: |`), which begins below its key.
      line: text.includes('\n') ? line + 1 : line,
      text,
      version,
      namespace: namespaceOfTemplate(kind),
    };
  });
}

import { describe, expect, it } from 'vitest';
import { readTemplate } from '../../src/gatekeeper/template.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';

const rego = '{engine: Rego, source: {version: v1, rego: "package a", libs: ["package lib.b"]}}';
const cel = '{engine: K8sNativeValidation, source: {validations: []}}';

function read(target: string, name = 'k8sx') {
  const text = `apiVersion: templates.gatekeeper.sh/v1beta1\nkind: ConstraintTemplate\nmetadata: {name: ${name}}\nspec:\n  crd: {spec: {names: {kind: K8sX}}}\n  targets:\n    - ${target}\n`;
  return readTemplate(parseDocuments(text, 't.yaml')[0]!);
}

describe('a template', () => {
  it.each([
    [
      'Rego of the target, v0',
      '{target: admission.k8s.gatekeeper.sh, rego: "package a", libs: ["package lib.b"]}',
      'v0',
    ],
    ['Rego among its code', `{target: admission.k8s.gatekeeper.sh, code: [${rego}]}`, 'v1'],
    ['Rego beside CEL', `{target: admission.k8s.gatekeeper.sh, code: [${cel}, ${rego}]}`, 'v1'],
  ])('has %s', (_what, target, version) => {
    const { kind, modules } = read(target);
    expect(kind).toBe('K8sX');
    expect(modules.map(({ text }) => text)).toEqual(['package a', 'package lib.b']);
    expect(modules.map((module) => module.version)).toEqual([version, version]);
  });

  it.each([
    ['CEL alone', `{target: admission.k8s.gatekeeper.sh, code: [${cel}]}`, 'spec.targets.0 has no Rego.'],
    [
      'another target',
      '{target: x, rego: "package a"}',
      "spec.targets.0.target must be 'admission.k8s.gatekeeper.sh'.",
    ],
    ['two targets', '{target: x}\n    - {target: y}', 'spec.targets must have exactly one item.'],
  ])('must not have %s', (_what, target, message) => {
    expect(() => read(target)).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID', message }) as Error);
  });

  it('is called like its kind', () => {
    expect(() => read('{}', 'other')).toThrow("metadata.name must be 'k8sx', the kind in lower case.");
  });
});

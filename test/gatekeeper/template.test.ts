import { describe, expect, it } from 'vitest';
import { openGatekeeperSet } from '../../src/gatekeeper/gatekeeper-set.ts';
import { readTemplate } from '../../src/gatekeeper/template.ts';
import { RegoCompiler } from '../../src/rego/compile.ts';
import { parseDocuments } from '../../src/yaml/parse.ts';
import { memoryCache } from '../rego/memory-cache.ts';

const rego = '{engine: Rego, source: {version: v1, rego: "package a", libs: ["package lib.b"]}}';
const cel = "{engine: K8sNativeValidation, source: {validations: [{expression: 'object.a == 1'}]}}";
const unknown =
  "{engine: K8sNativeValidation, source: {validations: [{expression: 'lists.range(2).size() == 2'}]}}";

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
    [
      'Rego beside CEL that needs what is not there',
      `{target: admission.k8s.gatekeeper.sh, code: [${unknown}, ${rego}]}`,
      'v1',
    ],
  ])('has %s', async (_what, target, version) => {
    const { kind, modules, validation } = await read(target);
    expect(validation).toBeNull();
    expect(kind).toBe('K8sX');
    expect(modules.map(({ text }) => text)).toEqual(['package a', 'package lib.b']);
    expect(modules.map((module) => module.version)).toEqual([version, version]);
  });

  it.each([
    ['alone', `[${cel}]`],
    ['after Rego', `[${rego}, ${cel}]`],
  ])('has CEL %s', async (_what, code) => {
    const { modules, validation } = await read(`{target: admission.k8s.gatekeeper.sh, code: ${code}}`);
    expect(modules).toEqual([]);
    expect(validation?.review({ object: { a: 1 } }, null)).toEqual({ violations: [] });
  });

  it('says on which lines of its file its Rego stands', async () => {
    const rego = `package a\n\nviolation[{"msg": "x"}] { nope(1) }\n`;
    const text = `apiVersion: templates.gatekeeper.sh/v1\nkind: ConstraintTemplate\nmetadata: {name: k8sx}\nspec:\n  crd: {spec: {names: {kind: K8sX}}}\n  targets:\n    - target: admission.k8s.gatekeeper.sh\n      rego: |\n${rego.replace(/^/gm, '        ')}`;
    const compiler = await RegoCompiler.open(memoryCache());
    const open = openGatekeeperSet(parseDocuments(text, 't.yaml'), compiler, [], new Date(0));
    await expect(open).rejects.toMatchObject({
      code: 'REGO_INVALID',
      position: { file: 't.yaml', line: 11 },
    });
  });

  it('must not have CEL alone that needs what is not there', async () => {
    await expect(read(`{target: admission.k8s.gatekeeper.sh, code: [${unknown}]}`)).rejects.toMatchObject({
      code: 'CEL_INVALID',
      message: expect.stringMatching(
        /^the CEL of the template K8sX cannot be evaluated: there is no function range/,
      ) as string,
      position: { file: 't.yaml', line: 7 },
      hint: 'Put Rego beside it, with the engine Rego.',
    });
  });

  it.each([
    ['nothing', '{target: admission.k8s.gatekeeper.sh}', 'spec.targets.0 has no code.'],
    [
      'a failurePolicy of its own',
      '{target: admission.k8s.gatekeeper.sh, code: [{engine: K8sNativeValidation, source: {failurePolicy: No}}]}',
      'spec.targets.0.code.0.source.failurePolicy must be text.',
    ],
    [
      'a variable that Gatekeeper has',
      '{target: admission.k8s.gatekeeper.sh, code: [{engine: K8sNativeValidation, source: {variables: [{name: params, expression: "1"}]}}]}',
      'spec.targets.0.code.0.source.variables.0.name is a name that Gatekeeper keeps for itself.',
    ],
    [
      'another target',
      '{target: x, rego: "package a"}',
      "spec.targets.0.target must be 'admission.k8s.gatekeeper.sh'.",
    ],
    ['two targets', '{target: x}\n    - {target: y}', 'spec.targets must have exactly one item.'],
  ])('must not have %s', async (_what, target, message) => {
    await expect(read(target)).rejects.toMatchObject({ code: 'CONFIG_INVALID', message });
  });

  it('is called like its kind', async () => {
    await expect(read('{}', 'other')).rejects.toThrow(
      "metadata.name must be 'k8sx', the kind in lower case.",
    );
  });
});

import { expect, it } from 'vitest';
import { templatePlaces } from '../../../src/pipeline/render/index.ts';
import { baseline } from './fixtures.ts';

const text = `apiVersion: v1
kind: ConfigMap
metadata: {name: first}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: \${parameters.name}
spec:
  template:
    spec:
      containers: \${parameters.containers}
      hostNetwork: true
`;
const places = templatePlaces([baseline('base', { 't.yaml': text })]);
const second = { file: 't.yaml', line: 5, column: 1 };

it.each([
  ['spec.template.spec.hostNetwork', 13],
  ['spec.template.spec.containers[0].image', 12],
  ['spec.template.spec.volumes[0].hostPath', 11],
  ['metadata.name', 8],
  ['status.phase', 5],
  ['', 5],
])('%s was made by line %i', (field, line) => {
  const files = baseline('base', { 't.yaml': text }).templates[0]!.files;
  const place = places({ origin: { ...second, file: files[0]!.path } }, field);
  expect(place).toMatchObject({ file: files[0]!.path, line });
});

it('of a template that is not there is the place itself', () => {
  const origin = { file: 'gone.yaml', line: 3, column: 1 };
  expect(places({ origin }, 'spec.x')).toEqual(origin);
});

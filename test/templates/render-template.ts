import { stringify } from 'yaml';
import type { JsonObject } from '../../src/model/json.ts';
import type { KubernetesObject } from '../../src/model/kubernetes.ts';
import type { Rendering } from '../../src/model/manifest.ts';
import { render } from '../../src/pipeline/render/index.ts';
import { loadWorkspace } from '../../src/pipeline/source/index.ts';
import { cluster } from '../pipeline/render/fixtures.ts';
import {
  memoryCache,
  memoryTree,
  repositoryRoot,
  smallRepository,
} from '../pipeline/source/memory-tree.ts';
import { runContext } from '../support/run-context.ts';

interface Rendered {
  readonly rendering: Rendering;
  /** Throws what kept the rendering from having any. */
  readonly objects: readonly KubernetesObject[];
}

/** Renders shipped templates with these parameters for one production cluster, the way a sync does. */
export async function renderTemplates(
  templates: readonly string[],
  parameters: JsonObject,
): Promise<Rendered> {
  const baseline = {
    apiVersion: 'mcp.policy/v1alpha1',
    kind: 'Baseline',
    metadata: { name: 'base' },
    spec: {
      placement: 'production',
      templates: templates.map((name) => `security-baseline/${name}`),
      parameters,
    },
  };
  const tree = memoryTree({ ...smallRepository, 'baselines/base.yaml': stringify(baseline) });
  const workspace = await loadWorkspace(tree, { cache: memoryCache(), shippedRoot: repositoryRoot, askHub: null });
  const clusters = [cluster('a', { environment: 'production' })];
  const selections = new Map([['a', workspace.baselines]]);
  const [rendering] = await render({ fleet: 'acme', clusters, selections }, runContext());
  if (rendering === undefined || 'error' in rendering) throw rendering?.error ?? new Error('no rendering');
  return { rendering, objects: rendering.manifests.manifests.map(({ object }) => object) };
}

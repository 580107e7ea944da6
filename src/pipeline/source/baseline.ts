import { McpError } from '../../model/error.ts';
import type { JsonObject } from '../../model/json.ts';
import type { Placement } from '../../model/placement.ts';
import type { SourcePosition } from '../../model/position.ts';
import type { Baseline, SourceDocument, TemplateSource } from '../../model/workspace.ts';
import { didYouMean } from '../../runtime/nearest.ts';
import { readRollout, type RolloutDocument } from './rollout.ts';
import { normalizePath, yamlFile, type RepositoryFiles } from './repository-files.ts';
import { securityBaseline, type OpenShipped } from './shipped-files.ts';

/** What schemas/baseline.json lets pass. */
interface BaselineDocument {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly placement: string;
    readonly templates: readonly string[];
    readonly parameters?: JsonObject;
    readonly overrides?: readonly { readonly when: string; readonly parameters: JsonObject }[];
    readonly rollout?: RolloutDocument;
  };
}

/** Reads valid Baselines with their templates. Throws CONFIG_REFERENCE for a placement or template that is not there. */
export function readBaselines(
  documents: readonly SourceDocument[],
  placements: readonly Placement[],
  templates: TemplateReader,
): Promise<readonly Baseline[]> {
  return Promise.all(
    documents.map(async (document) => {
      const { metadata, spec } = document.value as unknown as BaselineDocument;
      const names = spec.templates.map((name, index) => ({
        name,
        position: document.positionOf(['spec', 'templates', index]),
      }));
      return {
        name: metadata.name,
        placement: resolvePlacement(spec.placement, placements, document.positionOf(['spec', 'placement'])),
        templates: await templates(names),
        parameters: spec.parameters ?? {},
        overrides: (spec.overrides ?? []).map((override, index) => ({
          ...override,
          whenPosition: document.positionOf(['spec', 'overrides', index, 'when']),
        })),
        rollout: readRollout(spec.rollout ?? {}, document.positionOf(['spec', 'rollout'])),
        position: document.positionOf([]),
        document,
      };
    }),
  );
}

function resolvePlacement(text: string, placements: readonly Placement[], position: SourcePosition) {
  const [found, second] = placements.filter(
    ({ namespace, name }) => text === name || text === `${namespace}/${name}`,
  );
  if (found === undefined) {
    throw new McpError('CONFIG_REFERENCE', `There is no Placement '${text}'.`, {
      position,
      hint: didYouMean(
        text,
        placements.map(({ name }) => name),
        'Add it to the folder placements/.',
      ),
    });
  }
  if (second !== undefined) {
    throw new McpError('CONFIG_REFERENCE', `There are several Placements '${text}'.`, {
      position,
      hint: `Write the namespace too: ${found.namespace}/${text} or ${second.namespace}/${text}.`,
    });
  }
  return { namespace: found.namespace, name: found.name };
}

interface TemplateName {
  readonly name: string;
  readonly position: SourcePosition;
}

export type TemplateReader = (names: readonly TemplateName[]) => Promise<readonly TemplateSource[]>;

/** Reads each template once, from the policy repository or from what the package ships. */
export function templateReader(
  repository: RepositoryFiles,
  openShippedTemplates: OpenShipped,
): TemplateReader {
  const read = new Map<string, Promise<TemplateSource>>();
  const readTemplate = async (name: string, asked: TemplateName): Promise<TemplateSource> => {
    const isShipped = name.startsWith(`${securityBaseline}/`);
    const files = isShipped ? await openShippedTemplates() : repository;
    const named = files.named(name, yamlFile, 'template', asked.position);
    const [locals = null] = await files.read(files.under(`${name}/locals.yaml`, yamlFile));
    const [schema = null] = await files.read(files.under(`${name}/parameters.schema.json`, /\.json$/u));
    const documents = await files.read(named.filter(({ path }) => path !== locals?.path));
    return { name, files: documents, schema, locals };
  };
  return (names) =>
    Promise.all(
      names.map((asked) => {
        const name = normalizePath(asked.name, asked.position);
        const template = read.get(name) ?? readTemplate(name, asked);
        read.set(name, template);
        return template;
      }),
    );
}

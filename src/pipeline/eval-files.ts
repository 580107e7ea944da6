import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { clusterBinding } from '../cel/variables.ts';
import type { Cluster } from '../model/cluster.ts';
import { McpError } from '../model/error.ts';
import type { SourceDocument } from '../model/document.ts';
import type { Json } from '../model/json.ts';
import type { PolicySource } from '../model/policy.ts';
import type { RunContext } from '../model/ports.ts';
import type { SourcePosition } from '../model/position.ts';
import type { ExplainedResult } from '../rego/explain.ts';
import { flattenLists } from '../yaml/flatten-lists.ts';
import { formatOf, parseInput } from '../conftest/parse-input.ts';
import { nearestPosition } from '../yaml/nearest-position.ts';
import { parseDocuments } from '../yaml/parse.ts';
import { readPath } from '../yaml/read-path.ts';
import { documentManifests, evaluateFiles } from './evaluate/index.ts';
import type { FileFinding } from './evaluate/index.ts';
import type { Explain, ExplainedInput } from './explain-findings.ts';
import type { SourceOptions } from './open-source.ts';
import { readData, readNamedFiles, readPolicyPaths } from './source/index.ts';

export interface EvalOptions extends SourceOptions {
  /** Files and folders with manifests; `-` for the standard input. */
  readonly paths: readonly string[];
  /** Reads the standard input. */
  readonly standardInput: () => Promise<string>;
  /** Policies; none: those of the policy repository, or the security baseline outside of one. */
  readonly policies: readonly string[];
  /** YAML and JSON files and folders that conftest policies see as `data`. */
  readonly data: readonly string[];
  /** Which conftest packages are asked, with globs; none: all. */
  readonly namespaces: readonly string[];
  /** All documents are one input for conftest policies. */
  readonly combine: boolean;
  /** A YAML or JSON file with the parameters of `policies`. */
  readonly parameters: string | undefined;
  readonly clusterLabels: Readonly<Record<string, string>>;
  /** Builtins that are refused otherwise. */
  readonly allow: readonly string[];
  /** Tell how each finding came about. */
  readonly explain: boolean;
}

export interface EvalFinding extends FileFinding {
  /** The line of the field in the manifest, or of its document; null where all manifests together are wrong. */
  readonly position: SourcePosition | null;
  /** The line that the position names. */
  readonly source: string;
  /** The rule, and the expressions that held when it found this; null unless asked for, and where it cannot be told. */
  readonly explanation: ExplainedResult | null;
}

/**
 * Judges manifests, wherever they come from, as a gate would; a Kubernetes List item by item. Throws for policies and
 * manifests that cannot be read.
 */
export async function evalFiles(options: EvalOptions, context: RunContext): Promise<readonly EvalFinding[]> {
  const policies = await readPolicies(options, context);
  const manifests = await readManifests(options);
  const data = await readData(options.data);
  const cluster = clusterBinding(clusterWith(options.clusterLabels));
  const files = [...manifests].map(([path, { documents }]) => ({
    path,
    documents: documents.map(({ value }) => value),
  }));
  const { combine, namespaces } = options;
  const asked = namespaces.length === 0 ? {} : { namespaces };
  const findings = await evaluateFiles({ policies, files, data, cluster, combine, ...asked }, context);
  const objects = documentManifests(files).manifests;
  const documentOf = ({ file, document }: { readonly file: string; readonly document: number | null }) =>
    document === null ? undefined : manifests.get(file)?.documents[document];
  const explain = options.explain
    ? await explainerFor({ policies, data, cluster, objects: objects.map(({ object }) => object) }, context)
    : () => null;
  return findings.map((finding) => {
    const document = documentOf(finding);
    const position = placeOf(finding, document) ?? placeAmong(objects, finding, documentOf);
    const source = position === null ? '' : lineOf(manifests.get(position.file)?.text, position.line);
    const judged = objects.find((each) => each.file === finding.file && each.document === finding.document);
    const explanation = explain(finding, document?.value ?? null, judged?.object ?? null);
    return { ...finding, position, source, explanation };
  });
}

async function explainerFor(input: ExplainedInput, context: RunContext): Promise<Explain> {
  const { explainer } = await import('./explain-findings.ts');
  return explainer(input, context);
}

/** What the policy says itself (`_loc`), or the field. */
function placeOf(
  { field, location }: FileFinding,
  document: InputDocument | undefined,
): SourcePosition | null {
  const line = Number(location?.line);
  if (location !== null && Number.isSafeInteger(line) && line > 0)
    return { file: location.file, line, column: 1 };
  return document === undefined ? null : nearestPosition(document, readPath(field));
}

/** Policies on the whole cluster name a field by their own input: `objects[2].spec.replicas`. */
function placeAmong(
  objects: ReturnType<typeof documentManifests>['manifests'],
  { field }: FileFinding,
  documentOf: (place: { readonly file: string; readonly document: number }) => InputDocument | undefined,
): SourcePosition | null {
  const [root, index, ...path] = readPath(field);
  const manifest = root === 'objects' ? objects[Number(index)] : undefined;
  const document = manifest === undefined ? undefined : documentOf(manifest);
  return document === undefined ? null : nearestPosition(document, path);
}

async function readPolicies(options: EvalOptions, context: RunContext): Promise<readonly PolicySource[]> {
  const { policies, shippedRoot, allow } = options;
  if (policies.length === 0 && existsSync(join(options.directory, 'mcp.yaml'))) {
    if (options.parameters !== undefined) {
      throw new McpError('USAGE', '--parameters is for the policies that --policy names', {
        hint: 'The policies of the repository take theirs from spec.policies of mcp.yaml.',
      });
    }
    const { openPolicyRepository, readWorkspace } = await import('./open-source.ts');
    const source = await openPolicyRepository(options, context);
    return (await readWorkspace(source, options, context)).policies;
  }
  const parameters = options.parameters === undefined ? {} : await readData([options.parameters]);
  const paths = policies.length === 0 ? ['security-baseline'] : policies;
  return readPolicyPaths(paths, { shippedRoot, parameters, allow });
}

interface ManifestFile {
  readonly text: string;
  readonly documents: readonly InputDocument[];
}

/** A document of any format; those that are no YAML know no places but their beginning. */
type InputDocument = Omit<SourceDocument, 'value'> & { readonly value: Json };

async function readManifests(options: EvalOptions): Promise<ReadonlyMap<string, ManifestFile>> {
  const named = options.paths.filter((path) => path !== '-');
  const files =
    named.length === 0 ? [] : await readNamedFiles(named, /\.(?:ya?ml|json)$/u, 'YAML or JSON file');
  const stdin = options.paths.includes('-') ? [{ path: '-', text: await options.standardInput() }] : [];
  const read = [...files, ...stdin].map(
    async ({ path, text }) => [path, { text, documents: await documentsOf(path, text) }] as const,
  );
  return new Map(await Promise.all(read));
}

async function documentsOf(path: string, text: string): Promise<readonly InputDocument[]> {
  const format = formatOf(path);
  if (format === null || format === 'yaml' || format === 'json')
    return flattenLists(parseDocuments(text, path));
  const values = await parseInput(path, text, format);
  return values.map((value) => ({
    file: path,
    value,
    positionOf: () => ({ file: path, line: 1, column: 1 }),
  }));
}

function lineOf(text: string | undefined, line: number): string {
  return text?.split(/\r\n|\n|\r/u)[line - 1] ?? '';
}

/** The cluster that manifests without one are judged for. */
function clusterWith(labels: Readonly<Record<string, string>>): Cluster {
  return {
    name: 'local',
    labels,
    claims: {},
    taints: [],
    allocatable: {},
    capacity: {},
    availability: 'unknown',
    accepted: true,
    terminating: false,
    position: { file: '--cluster-labels', line: 1, column: 1 },
  };
}

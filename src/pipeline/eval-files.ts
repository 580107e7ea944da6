import { join } from 'node:path';
import { clusterBinding } from '../cel/variables.ts';
import type { Cluster } from '../model/cluster.ts';
import { McpError } from '../model/error.ts';
import type { SourceDocument } from '../model/document.ts';
import type { Json } from '../model/json.ts';
import type { PolicySource, RegoVersion } from '../model/policy.ts';
import type { RunContext } from '../model/ports.ts';
import type { SourcePosition } from '../model/position.ts';
import type { ExplainedResult } from '../rego/explain.ts';
import type { InputFiles } from '../runtime/input-files.ts';
import { flattenLists } from '../yaml/flatten-lists.ts';
import { configBuiltins } from '../conftest/config-builtins.ts';
import { formatNamed, formatOf } from '../conftest/input-format.ts';
import { parseInput } from '../conftest/parse-input.ts';
import { nearestPosition } from '../yaml/nearest-position.ts';
import { parseDocuments } from '../yaml/parse.ts';
import { readPath } from '../yaml/read-path.ts';
import { documentManifests, evaluateFiles } from './evaluate/index.ts';
import type { FileFinding } from './evaluate/index.ts';
import type { ExplainedInput } from './explain-findings.ts';
import type { SourceOptions } from './open-source.ts';
import { readData, readNamedFiles, readPolicyPaths } from './source/index.ts';

export { inputFormats } from '../conftest/input-format.ts';

export interface EvalOptions extends SourceOptions {
  /** Files and folders with manifests; `-` for the standard input. */
  readonly paths: readonly string[];
  /** Reads the standard input. */
  readonly standardInput: () => Promise<string>;
  /** Policies; none: those of the policy repository, or the security baseline outside of one. */
  readonly policies: readonly string[];
  /** YAML and JSON files and folders that policies see as `data`. */
  readonly data: readonly string[];
  /** Which Rego `policies` are written in. */
  readonly regoVersion: RegoVersion;
  /** The format of all manifests, as conftest calls it; undefined: that of each name. */
  readonly parser: string | undefined;
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
  /** Sees all that is read, unless that is a policy repository or the standard input. */
  readonly files: InputFiles;
}

export interface EvalFinding extends FileFinding {
  /** The line of the field in the manifest, or of its document; null where all manifests together are wrong. */
  readonly position: SourcePosition | null;
  /** The line that the position names. */
  readonly source: string;
  /** The rule, and the expressions that held when it found this; null unless asked for, and where it cannot be told. */
  readonly explanation: ExplainedResult | null;
}

export interface EvalResult {
  readonly findings: readonly EvalFinding[];
  /** Whether nothing but the options and what `files` saw decided them. */
  readonly lasting: boolean;
}

/**
 * Judges manifests, wherever they come from, as a gate would; a Kubernetes List item by item. Throws for policies and
 * manifests that cannot be read.
 */
export async function evalFiles(options: EvalOptions, context: RunContext): Promise<EvalResult> {
  const { policies, lasting: knownPolicies } = await readPolicies(options, context);
  const manifests = await readManifests(options);
  const cluster = clusterBinding(clusterWith(options.clusterLabels));
  const files = [...manifests].map(([path, { documents }]) => ({
    path,
    documents: documents.map(({ value }) => value),
  }));
  const { combine, namespaces } = options;
  const asked = namespaces.length === 0 ? {} : { namespaces };
  const evaluated = await evaluateFiles({ policies, files, cluster, combine, ...asked }, context);
  let known: Objects | undefined;
  const objects = () => (known ??= documentManifests(files).manifests);
  const documentOf = ({ file, document }: { readonly file: string; readonly document: number | null }) =>
    document === null ? undefined : manifests.get(file)?.documents[document];
  const explain = options.explain
    ? await explainerFor({ policies, cluster }, objects(), context)
    : () => null;
  const findings = evaluated.findings.map((finding) => {
    const document = documentOf(finding);
    const position = placeOf(finding, document) ?? placeAmong(objects, finding, documentOf);
    const source = position === null ? '' : (manifests.get(position.file)?.lines()[position.line - 1] ?? '');
    return { ...finding, position, source, explanation: explain(finding, document) };
  });
  const readable = !options.paths.includes('-') && options.allow.length === 0;
  return { findings, lasting: readable && knownPolicies && evaluated.lasting };
}

type Objects = ReturnType<typeof documentManifests>['manifests'];

async function explainerFor(
  input: Omit<ExplainedInput, 'objects'>,
  objects: Objects,
  context: RunContext,
): Promise<(finding: FileFinding, document: InputDocument | undefined) => ExplainedResult | null> {
  const { explainer } = await import('./explain-findings.ts');
  const explain = await explainer({ ...input, objects: objects.map(({ object }) => object) }, context);
  const judged = new Map(objects.map(({ file, document, object }) => [`${document} ${file}`, object]));
  return (finding, document) =>
    explain(finding, document?.value ?? null, judged.get(`${finding.document} ${finding.file}`) ?? null);
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
  objects: () => Objects,
  { field }: FileFinding,
  documentOf: (place: { readonly file: string; readonly document: number }) => InputDocument | undefined,
): SourcePosition | null {
  const [root, index, ...path] = readPath(field);
  const manifest = root === 'objects' ? objects()[Number(index)] : undefined;
  const document = manifest === undefined ? undefined : documentOf(manifest);
  return document === undefined ? null : nearestPosition(document, path);
}

async function readPolicies(
  options: EvalOptions,
  context: RunContext,
): Promise<{ readonly policies: readonly PolicySource[]; readonly lasting: boolean }> {
  const { policies, shippedRoot, regoVersion, files } = options;
  const data = readData(options.data, files);
  if (policies.length === 0 && files.kindOf(join(options.directory, 'mcp.yaml')) !== 'absent') {
    if (options.parameters !== undefined) {
      throw new McpError('USAGE', '--parameters is for the policies that --policy names', {
        hint: 'The policies of the repository take theirs from spec.policies of mcp.yaml.',
      });
    }
    const { openPolicyRepository, readWorkspace } = await import('./open-source.ts');
    const source = await openPolicyRepository(options, context);
    const sets = (await readWorkspace(source, options, context, null)).policies;
    return { policies: sets.map((set) => ({ ...set, data: { ...set.data, ...data } })), lasting: false };
  }
  const parameters = options.parameters === undefined ? {} : readData([options.parameters], files);
  const paths = policies.length === 0 ? ['security-baseline'] : policies;
  const allow = [...options.allow, ...configBuiltins];
  const sources = readPolicyPaths(paths, { shippedRoot, parameters, allow, data, regoVersion, files });
  return { policies: await sources, lasting: true };
}

interface ManifestFile {
  readonly lines: () => readonly string[];
  readonly documents: readonly InputDocument[];
}

/** A document of any format; those that are no YAML know no places but their beginning. */
type InputDocument = Omit<SourceDocument, 'value'> & { readonly value: Json };

async function readManifests(options: EvalOptions): Promise<ReadonlyMap<string, ManifestFile>> {
  const format = options.parser === undefined ? undefined : formatNamed(options.parser);
  const named = options.paths.filter((path) => path !== '-');
  const files =
    named.length === 0 ? [] : readNamedFiles(named, /\.(?:ya?ml|json)$/u, 'YAML or JSON file', options.files);
  const stdin = options.paths.includes('-') ? [{ path: '-', text: await options.standardInput() }] : [];
  const read = [...files, ...stdin].map(
    async ({ path, text }) =>
      [path, { lines: linesOf(text), documents: await documentsOf(path, text, format) }] as const,
  );
  return new Map(await Promise.all(read));
}

async function documentsOf(
  path: string,
  text: string,
  format = formatOf(path),
): Promise<readonly InputDocument[]> {
  if (format === null || format === 'yaml' || format === 'json')
    return flattenLists(parseDocuments(text, path));
  const values = await parseInput(path, text, format);
  return values.map((value) => ({
    file: path,
    value,
    positionOf: () => ({ file: path, line: 1, column: 1 }),
  }));
}

/** Divides the text when it is first asked to, for all findings of a file. */
function linesOf(text: string): () => readonly string[] {
  let lines: readonly string[] | undefined;
  return () => (lines ??= text.split(/\r\n|\n|\r/u));
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

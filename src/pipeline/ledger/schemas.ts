import { findingStates } from '../../model/finding.ts';

/**
 * JSON Schemas of what the ledger holds. Open to properties that they do not name: a later version of mcp may record
 * more, and this one reads what it knows.
 */
const text = { type: 'string' } as const;
const texts = { type: 'array', items: text } as const;
const textMap = { type: 'object', additionalProperties: text } as const;
const time = {
  type: 'string',
  pattern: String.raw`^\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?Z$`,
} as const;
const dateOrTime = {
  type: 'string',
  pattern: String.raw`^\d{4}-[01]\d-[0-3]\d(T[0-2]\d:[0-5]\d:[0-6]\d(\.\d+)?(Z|[+-][0-2]\d:[0-5]\d))?$`,
} as const;
const objectId = { type: 'string', pattern: '^[0-9a-f]{40}$' } as const;
const digest = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
const orNull = (schema: object) => ({ anyOf: [{ type: 'null' }, schema] });

/** An object with these properties, all of them required. */
function shape(properties: Readonly<Record<string, object>>) {
  return { type: 'object', properties, required: Object.keys(properties) } as const;
}

const position = shape({
  file: text,
  line: { type: 'integer', minimum: 1 },
  column: { type: 'integer', minimum: 1 },
});

const clusterShape = shape({
  name: { type: 'string', minLength: 1 },
  labels: textMap,
  availability: { enum: ['available', 'unavailable', 'unknown'] },
  baselines: texts,
  branch: text,
  tip: orNull(objectId),
  tree: orNull(objectId),
  evaluation: orNull(digest),
  outcome: {
    enum: [
      ...['created', 'updated', 'unchanged', 'removed', 'kept', 'pending', 'blocked', 'superseded', 'failed'],
      'notSelected',
    ],
  },
  message: text,
});

const rollout = shape({
  baseline: text,
  content: orNull(digest),
  since: orNull(time),
  failed: orNull(shape({ content: digest, since: time })),
});

const cluster = {
  ...clusterShape,
  // Records from before these were written speak of the inventory alone, of no waves, and of nobody who looked.
  properties: {
    ...clusterShape.properties,
    inInventory: { type: 'boolean', default: true },
    notSeenSince: { ...orNull(time), default: null },
    rollouts: { type: 'array', items: rollout, default: [] },
  },
} as const;

const group = shape({ index: { type: 'integer', minimum: 0 }, name: text, clusters: texts });

const decisionShape = shape({ placement: text, clusters: texts });

const decision = {
  ...decisionShape,
  // Records from before placements had groups have none.
  properties: { ...decisionShape.properties, groups: { type: 'array', items: group, default: [] } },
} as const;

const letterShape = shape({ cluster: text, reason: text, attempts: { type: 'integer', minimum: 0 } });

const letter = {
  ...letterShape,
  // Records from before the times were kept have none.
  properties: {
    ...letterShape.properties,
    first: { ...orNull(time), default: null },
    last: { ...orNull(time), default: null },
  },
} as const;

const runShape = shape({
  apiVersion: { const: 'mcp.policy/v1alpha1' },
  kind: { const: 'Run' },
  id: text,
  startedAt: time,
  finishedAt: time,
  tool: shape({ name: text, version: text }),
  fleet: text,
  source: shape({ repository: text, commit: orNull(objectId), ref: text }),
  repository: text,
  decisions: { type: 'array', items: decision },
  ruleBook: digest,
  deadLetters: { type: 'array', items: letter },
});

const run = {
  ...runShape,
  // Records from before there were policies about the whole fleet have none.
  properties: { ...runShape.properties, fleetEvaluation: { ...orNull(digest), default: null } },
} as const;

const policy = shape({
  id: text,
  title: text,
  description: text,
  severity: { enum: ['low', 'medium', 'high', 'critical'] },
  enforcement: { enum: ['deny', 'warn'] },
  controls: texts,
  scope: { enum: ['object', 'cluster', 'fleet'] },
  kinds: texts,
  remediation: text,
  package: text,
  position,
});

const controlShape = shape({
  id: text,
  title: text,
  coverage: { enum: ['automated', 'manual', 'outOfReach'] },
  reason: text,
});

const control = {
  ...controlShape,
  // Older rule books know of no mappings.
  properties: { ...controlShape.properties, mapsTo: { ...texts, default: [] } },
} as const;

const catalogShape = shape({
  name: text,
  title: text,
  version: text,
  controls: { type: 'array', items: control },
  position,
});

const catalog = {
  ...catalogShape,
  // Reports on older rule books are about all that they hold.
  properties: { ...catalogShape.properties, reported: { type: 'boolean', default: true } },
} as const;

const selector = shape({
  matchLabels: textMap,
  matchExpressions: { type: 'array', items: shape({ key: text, operator: text, values: texts }) },
});

const matchShape = shape({
  policies: texts,
  clusterSelector: orNull(selector),
  clusters: texts,
  kinds: texts,
  namespaces: texts,
  names: texts,
});

const match = {
  ...matchShape,
  // Records from before containers could be named name none.
  properties: { ...matchShape.properties, containers: { ...texts, default: [] } },
} as const;

const exception = shape({
  name: text,
  owner: text,
  approver: text,
  reason: text,
  ticket: text,
  created: dateOrTime,
  expires: dateOrTime,
  compensatingControl: text,
  match,
  position,
});

const ruleBook = shape({
  policies: { type: 'array', items: policy },
  catalogs: { type: 'array', items: catalog },
  exceptions: { type: 'array', items: exception },
});

const verdict = {
  policy: text,
  state: { enum: findingStates },
  message: text,
  field: text,
  fix: text,
  exception: orNull(text),
} as const;

const finding = shape({
  ...verdict,
  object: orNull(shape({ apiVersion: text, kind: text, namespace: orNull(text), name: text })),
  path: orNull(text),
  origin: orNull(position),
});

const findings = { type: 'array', items: finding } as const;

const fleetFindings = { type: 'array', items: shape({ ...verdict, cluster: orNull(text) }) } as const;

export const schemas = { run, cluster, ruleBook, findings, fleetFindings } as const;

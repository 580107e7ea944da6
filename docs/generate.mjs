// Writes docs/reference from the commands, the schemas, the lists in the code and the shipped catalogues, and docs/policies
// from the shipped policies (`npm run generate`). With `--check` it writes nothing and fails when a committed page differs.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cell } from './cell.mjs';
import { controlsPage } from './controls-page.mjs';
import { policyPages } from './policy-pages.mjs';
import { readShipped } from './shipped.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const docs = join(root, 'docs');
const generated = '<!-- Made by docs/generate.mjs: change the code, then run `npm run generate`. -->';

const shipped = await readShipped(root);
const pages = {
  'reference/commands.md': commandsPage(),
  'reference/configuration.md': configurationPage(),
  'reference/controls.md': controlsPage(shipped, generated),
  'reference/errors.md': errorsPage(),
  'reference/exit-codes.md': exitCodesPage(),
  'reference/json.md': jsonPage(),
  'reference/templates.md': templatesPage(),
  ...Object.fromEntries(
    Object.entries(policyPages(shipped, generated)).map(([name, lines]) => [`policies/${name}`, lines]),
  ),
};
const left = policyFiles().filter((name) => pages[name] === undefined);

const stale = [...left];
for (const [name, lines] of Object.entries(pages)) {
  const file = join(docs, name);
  const text = `${lines
    .join('\n')
    .replace(/\n{3,}/gu, '\n\n')
    .trimEnd()}\n`;
  if (process.argv.includes('--check')) {
    if (contentOf(file) !== text) stale.push(name);
  } else {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
}
if (process.argv.includes('--check') && stale.length > 0) {
  process.stderr.write(`docs is stale (${stale.join(', ')}): run \`npm run generate\` and commit it.\n`);
  process.exitCode = 1;
}
if (!process.argv.includes('--check')) for (const name of left) rmSync(join(docs, name));

/** The pages of policies that there are now, those of policies that are gone among them. */
function policyFiles() {
  try {
    return readdirSync(join(docs, 'policies')).map((name) => `policies/${name}`);
  } catch {
    return [];
  }
}

function commandsPage() {
  const { commands } = JSON.parse(read('oclif.manifest.json'));
  const lines = ['# Commands', '', generated, ''];
  for (const id of Object.keys(commands).sort()) {
    const command = commands[id];
    lines.push(
      `## mcp ${id.replaceAll(':', ' ')}`,
      '',
      command.summary ?? '',
      '',
      command.description ?? '',
      '',
    );
    for (const example of command.examples ?? []) {
      lines.push(
        `${example.description}:`,
        '',
        `    ${example.command.replace('<%= config.bin %>', 'mcp')}`,
        '',
      );
    }
    lines.push('| flag | meaning |', '| --- | --- |');
    for (const flag of Object.values(command.flags).sort((a, b) => (a.name < b.name ? -1 : 1)))
      lines.push(flagRow(flag));
    lines.push('');
  }
  return lines;
}

function flagRow(flag) {
  const value =
    flag.type === 'boolean'
      ? ''
      : ` ${flag.options?.join('\\|') ?? flag.helpValue?.replaceAll('|', '\\|') ?? 'VALUE'}`;
  const name = `${flag.char === undefined ? '' : `-${flag.char}, `}--${flag.name}${value}`;
  const notes = [
    flag.description ?? flag.summary ?? '',
    flag.default === undefined || flag.default === false
      ? ''
      : `Default: \`${[flag.default].flat().join(', ')}\`.`,
    flag.env === undefined ? '' : `Environment: \`${flag.env}\`.`,
    flag.multiple === true ? 'May be given several times.' : '',
  ];
  return `| \`${name}\` | ${notes.filter((note) => note !== '').join(' ')} |`;
}

function configurationPage() {
  const lines = [
    '# Configuration',
    '',
    generated,
    '',
    'Every file is YAML as Kubernetes reads it; unknown fields are errors.',
    '',
  ];
  for (const [name, schema] of schemas('src/pipeline/source/schemas')) {
    lines.push(
      `## ${schema.title ?? name}`,
      '',
      schema.description ?? '',
      '',
      '| field | type | meaning |',
      '| --- | --- | --- |',
    );
    lines.push(...fieldRows(schema, schema, ''), '');
  }
  return lines;
}

function fieldRows(schema, whole, prefix) {
  const rows = [];
  for (const [name, given] of Object.entries(schema.properties ?? {})) {
    const field = resolve(given, whole);
    const path = `${prefix}${name}`;
    const required = schema.required?.includes(name) ? ' (required)' : '';
    const fallback = field.default === undefined ? '' : ` Default: \`${JSON.stringify(field.default)}\`.`;
    rows.push(
      `| \`${path}\`${required} | ${typeName(field, whole)} | ${cell(field.description ?? '')}${fallback} |`,
    );
    const items = field.items === undefined ? undefined : resolve(field.items, whole);
    rows.push(...fieldRows(field, whole, `${path}.`));
    if (items !== undefined)
      for (const each of [items, ...(items.oneOf ?? items.anyOf ?? [])])
        rows.push(...fieldRows(resolve(each, whole), whole, `${path}[].`));
  }
  return rows;
}

function typeName(field, whole) {
  if (field.const !== undefined) return `\`${field.const}\``;
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(', ');
  const choices = field.oneOf ?? field.anyOf;
  if (choices !== undefined) return choices.map((each) => typeName(resolve(each, whole), whole)).join(' or ');
  if (field.type === 'array') return `list of ${typeName(resolve(field.items ?? {}, whole), whole)}`;
  return [field.type ?? 'any'].flat().join(' or ').replace('object', 'mapping');
}

function resolve(schema, whole) {
  if (schema.$ref === undefined) return schema;
  const [file, pointer] = schema.$ref.split('#/');
  let found =
    file === ''
      ? whole
      : JSON.parse(read(`src/pipeline/source/schemas/${file}`).replaceAll('"#/', `"${file}#/`));
  for (const part of pointer.split('/')) found = found[part];
  return { ...found, ...schema, $ref: undefined };
}

function errorsPage() {
  const codes = documentedUnion(read('src/model/error.ts'));
  const exits = Object.fromEntries(
    [...read('src/cli/exit-codes.ts').matchAll(/^ {2}([A-Z_]+): exitCodes\.(\w+),/gmu)].map(
      ([, code, exit]) => [code, exit],
    ),
  );
  const numbers = exitNumbers();
  return [
    '# Errors',
    '',
    generated,
    '',
    'Every expected failure has one of these codes, a place where there is one, and a hint. Anything else is a bug of ours (`BUG`, exit code 70).',
    '',
    '| code | meaning | exit code |',
    '| --- | --- | --- |',
    ...codes.map(([code, meaning]) => `| \`${code}\` | ${cell(meaning)} | ${numbers[exits[code]]} |`),
  ];
}

function exitCodesPage() {
  const meanings = [...read('src/cli/exit-codes.ts').matchAll(/^ {2}\/\*\* (.+) \*\/\n {2}(\w+): (\d+),/gmu)];
  return [
    '# Exit codes',
    '',
    generated,
    '',
    '| code | name | meaning |',
    '| --- | --- | --- |',
    ...meanings.map(([, meaning, name, code]) => `| ${code} | ${name} | ${meaning} |`),
  ];
}

function exitNumbers() {
  return Object.fromEntries(
    [...read('src/cli/exit-codes.ts').matchAll(/^ {2}(\w+): (\d+),/gmu)].map(([, name, code]) => [
      name,
      code,
    ]),
  );
}

function jsonPage() {
  const lines = [
    '# JSON documents',
    '',
    generated,
    '',
    'With `--json` a command prints one document on stdout. Its schema (JSON Schema 2020-12) ships in the package; a field may be added in a minor version, none is renamed or removed.',
    '',
    '| document | schema |',
    '| --- | --- |',
  ];
  for (const folder of ['src/cli/schemas', 'src/pipeline/report/formats', 'src/pipeline/source/schemas']) {
    for (const [name, schema] of schemas(folder)) {
      lines.push(`| ${cell(schema.title ?? name)} | [\`${name}\`](../../${folder}/${name}) |`);
    }
  }
  return lines;
}

function templatesPage() {
  const lines = [
    '# Templates',
    '',
    generated,
    '',
    'The parameters of the shipped templates, as their `parameters.schema.json` gives them. Where all templates of a baseline have such a file, a parameter that none of them knows is an error.',
    '',
  ];
  for (const name of readdirSync(join(root, 'templates')).sort()) {
    const schema = JSON.parse(read(`templates/${name}/parameters.schema.json`));
    lines.push(
      `## ${name}`,
      '',
      `${schema.description} [Why and how](../../templates/${name}/README.md).`,
      '',
      '| parameter | type | meaning |',
      '| --- | --- | --- |',
      ...fieldRows(schema, schema, ''),
      '',
    );
  }
  return lines;
}

function documentedUnion(source) {
  return [...source.matchAll(/\/\*\* (.+) \*\/\n {2}\| '([A-Z_]+)'/gu)].map(([, meaning, code]) => [
    code,
    meaning,
  ]);
}

function schemas(folder) {
  return readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => [name, JSON.parse(read(`${folder}/${name}`))]);
}

function read(file) {
  return readFileSync(join(root, file), 'utf8');
}

function contentOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

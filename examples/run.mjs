// `npm run example`: sets up what is missing, then walks through the main job on the fleet of examples/acme.
// Plain JavaScript for the Node that npm itself runs on; mcp then runs on the Node of the devDependency.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = resolve(process.env.MCP_EXAMPLE_DIR ?? join(root, '.mcp-example'));
const policy = join(target, 'policy');
const fleet = join(target, 'fleet.git');
const report = join(target, 'report');
const node = join(root, 'node_modules', 'node', 'bin', 'node');

setUp();
createRepositories();
walkThrough();

function setUp() {
  const built = ['node_modules/node/bin/node', 'dist/cli/main.js', 'dist/rego/program.json'];
  if (built.every((file) => existsSync(join(root, file)))) return;
  title('Set up: install the dependencies, compile mcp and its Rego compiler (about a minute)');
  must(
    spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: root, stdio: 'inherit' }),
    'npm ci',
  );
}

function createRepositories() {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  cpSync(join(root, 'examples', 'acme'), policy, { recursive: true });
  git(['init', '--quiet', '--initial-branch=main', policy]);
  commit('The security baseline of acme');
  git(['init', '--quiet', '--bare', '--initial-branch=main', fleet]);
}

function walkThrough() {
  title('1. A company and its fleet');
  say(`acme keeps its security baseline in one policy repository:
  ${shown(policy)}   clusters, placements, baselines, policies, exceptions
Every cluster gets a branch of its own in the fleet repository, for Argo CD or Flux to follow:
  ${shown(fleet)}   empty so far`);
  mcp(['placement', 'decide', '--quiet'], 0);

  title('2. Plan: what would change? Nothing is written');
  say('Labels decide which baseline a cluster gets; Rego policies judge what it would get.');
  mcp(['policy', 'plan'], 1);
  say('Exit code 1: a policy denies what one cluster would get. Only that cluster is held back.');

  title('3. Sync: one push brings every other cluster to its baseline');
  mcp(['policy', 'sync'], 1);

  title('4. Sync again: nothing to do, so no commit');
  mcp(['policy', 'sync'], 1);

  title('5. Change one baseline: only the clusters that it touches get a commit');
  changeBaseline();
  mcp(['policy', 'sync'], 1);

  title('6. What a cluster follows is a plain git branch');
  show('git', ['-C', fleet, 'log', '--oneline', '--decorate', '-3', example().branch]);
  show('git', ['-C', fleet, 'ls-tree', '-r', '--name-only', example().branch]);

  title('7. Audit: which controls held, where, and who approved the exceptions?');
  mcp(['audit', 'report', '--out', report], 0);

  title('Where to look');
  say(`  ${shown(join(report, 'report.html'))}   the report: open it in a browser
  git -C ${shown(fleet)} log mcp/ledger   every run, on a branch of its own
  ${shown(policy)}   change a file, commit it, and run: ${shown(join(root, 'bin', 'run.js'))} policy sync -C ${shown(policy)}
  docs/platform-engineers.md, docs/policy-authors.md, docs/auditors.md   the guides`);
}

/** The edit that a platform engineer would make: one parameter of one baseline. */
function changeBaseline() {
  const { file, from, to } = example().edit;
  const path = join(policy, file);
  const before = readFileSync(path, 'utf8');
  if (!before.includes(from)) throw new Error(`${file} no longer holds ${from}`);
  writeFileSync(path, before.replace(from, to));
  show('git', ['-C', policy, 'diff', '--unified=1', '--no-color']);
  commit(example().edit.message);
}

function example() {
  return JSON.parse(readFileSync(join(root, 'examples', 'acme', 'walkthrough.json'), 'utf8'));
}

function commit(message) {
  git(['-C', policy, 'add', '--all']);
  const who = [
    '-c',
    'user.name=Ada Admin',
    '-c',
    'user.email=ada@acme.example',
    '-c',
    'commit.gpgsign=false',
  ];
  git(['-C', policy, ...who, 'commit', '--quiet', '-m', message]);
}

function mcp(args, expected) {
  console.log(dim(`$ mcp ${args.map(shown).join(' ')}`));
  const run = spawnSync(node, [join(root, 'bin', 'run.js'), ...args], { cwd: policy, stdio: 'inherit' });
  console.log();
  if (run.status !== expected) fail(`mcp ${args.join(' ')} ended with ${run.status}, expected ${expected}`);
}

function show(command, args) {
  console.log(dim(`$ ${[command, ...args.map(shown)].join(' ')}`));
  must(spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, GIT_PAGER: 'cat' } }), command);
  console.log();
}

function git(args) {
  must(spawnSync('git', args, { stdio: ['ignore', 'inherit', 'inherit'] }), `git ${args.join(' ')}`);
}

function must(run, what) {
  if (run.status !== 0) fail(`${what} failed${run.error === undefined ? '' : `: ${run.error.message}`}`);
}

function fail(message) {
  console.error(`\nexample: ${message}`);
  process.exit(1);
}

function title(text) {
  console.log(`\n${bold(text)}\n`);
}

function say(text) {
  console.log(`${text}\n`);
}

function shown(path) {
  const near = relative(process.cwd(), path);
  return path.startsWith('/') && !near.startsWith('..') ? near || '.' : path;
}

function bold(text) {
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[1m${text}\u001b[22m` : text;
}

function dim(text) {
  return process.stdout.isTTY && !process.env.NO_COLOR ? `\u001b[2m${text}\u001b[22m` : text;
}

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { folderWith } from '../support/folder.ts';
import { root } from '../support/mcp.ts';

const mark = '<!-- mcp-plan acme -->';
const body = `${mark}\n\n### Plan\n`;
const scaffold = (name: string): unknown => parse(readFileSync(join(root, 'src/scaffold', name), 'utf8'));

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly author: string;
}

const theirs: Comment = { id: 1, body: `${mark} forged`, author: 'eve' };

it.each([
  ['writes over its own comment', [theirs, { id: 2, body, author: 'bot' }], ['PUT 2']],
  ['writes a new one beside those of others', [theirs], ['POST']],
])('the GitHub workflow %s', async (_, comments, wanted) => {
  const { jobs } = scaffold('github.yaml') as {
    jobs: { mcp: { steps: readonly { with?: { script?: string } }[] } };
  };
  const script = jobs.mcp.steps.find((step) => step.with?.script !== undefined)?.with?.script ?? '';
  const asked: string[] = [];
  const issues = {
    listComments: 'listComments',
    updateComment: (fields: { comment_id: number; body: string }) => asked.push(`PUT ${fields.comment_id}`),
    createComment: () => asked.push('POST'),
  };
  const listed = comments.map((each) => ({
    ...each,
    user: { login: each.author === 'bot' ? 'github-actions[bot]' : each.author },
  }));
  const github = { paginate: () => Promise.resolve(listed), rest: { issues } };
  const context = { repo: { owner: 'acme', repo: 'policy' }, issue: { number: 7 } };
  const require = createRequire(import.meta.url);
  const readsPlan = (name: string): unknown =>
    name === 'node:fs' ? { readFileSync: () => body } : (require(name) as unknown);
  // eslint-disable-next-line @typescript-eslint/no-implied-eval -- what the action does with its script
  const run = new Function('github', 'context', 'require', `return (async () => { ${script} })()`) as (
    ...values: unknown[]
  ) => Promise<void>;
  await run(github, context, readsPlan);
  expect(asked).toEqual(wanted);
});

it.each([
  [
    'writes over its own note',
    [theirs, { id: 2, body, author: 'bot' }],
    'PUT /projects/5/merge_requests/7/notes/2',
  ],
  ['writes a new one beside those of others', [theirs], 'POST /projects/5/merge_requests/7/notes'],
])('the GitLab workflow %s', async (_, comments, wanted) => {
  const { plan } = scaffold('gitlab.yaml') as { plan: { after_script: readonly string[] } };
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (request.method !== 'GET') asked.push(`${request.method ?? ''} ${path}`);
    const notes = comments.map(({ author, ...note }) => ({
      ...note,
      author: { id: author === 'bot' ? 9 : 3 },
    }));
    response.end(JSON.stringify(path === '/user' ? { id: 9 } : notes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    const env = {
      CI_API_V4_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      ...{ CI_PROJECT_ID: '5', CI_MERGE_REQUEST_IID: '7', PLAN_TOKEN: 'x' },
    };
    await execa('sh', ['-c', plan.after_script.join('\n')], { cwd: folderWith({ 'plan.md': body }), env });
  } finally {
    server.close();
  }
  expect(asked).toEqual([wanted]);
});

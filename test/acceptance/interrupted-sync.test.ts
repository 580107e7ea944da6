import { dirname } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';
import { acme } from '../support/acme.ts';
import { startGitHttpServer } from '../support/git-http-server.ts';
import { documentOf, entry, mcp } from '../support/mcp.ts';

interface SyncDocument {
  readonly summary: Readonly<Record<string, number>>;
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while the push is under way: exit code 130, and the next sync completes',
  async (signal) => {
    const fleet = await acme();
    const server = await startGitHttpServer(dirname(fleet.fleet));
    const url = `${server.origin}/fleet.git`;
    try {
      const sync = execa(process.execPath, [entry, 'policy', 'sync', '--repository', url], {
        cwd: fleet.policy,
        reject: false,
      });
      server.intercept = (request) =>
        request.startsWith('POST') && request.endsWith('git-receive-pack')
          ? {
              before: () => {
                sync.kill(signal);
                server.intercept = () => undefined;
              },
            }
          : undefined;
      const { exitCode } = await sync;
      expect(exitCode).toBe(130);
      expect(await fleet.git(fleet.fleet, 'fsck', '--strict', '--full', '--no-dangling')).toBe('');

      const next = await mcp(['policy', 'sync', '--repository', url, '--json'], { cwd: fleet.policy });
      expect(documentOf<SyncDocument>(next).summary).toMatchObject({ failed: 0, blocked: 1 });
      expect(await fleet.branches()).toHaveLength(28);
    } finally {
      await server.close();
    }
  },
);

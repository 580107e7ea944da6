import { startGitHttpServer } from '../support/git-http-server.ts';

// A process of its own, so that the server's work is not counted as the client's.
const server = await startGitHttpServer(process.argv[2] ?? '.');
process.send?.(server.origin);
process.on('disconnect', () => process.exit());

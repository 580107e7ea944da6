import { McpError } from '../model/error.ts';
import type { CompilerArtifact } from './artifact.ts';
import type { RegoBackend } from './backend.ts';
import { reactorBackend } from './reactor-backend.ts';

/** The reactor where it was built, otherwise an `opa` binary on PATH; REGO_UNAVAILABLE without either. */
export async function chooseBackend(artifact: CompilerArtifact | undefined): Promise<RegoBackend> {
  if (artifact !== undefined) return reactorBackend(artifact);
  const { opaBinaryBackend } = await import('./opa-binary.ts');
  const backend = await opaBinaryBackend();
  if (backend !== undefined) return backend;
  throw new McpError('REGO_UNAVAILABLE', 'there is nothing to compile Rego with', {
    hint: 'Run "npm run build" in the checkout (it takes Go), install the published package, or put opa 1.x on PATH.',
  });
}

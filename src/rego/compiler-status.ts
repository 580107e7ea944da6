import { findArtifact } from './artifact.ts';
import { chooseBackend } from './choose-backend.ts';

/** For people: what compiles Rego here. REGO_UNAVAILABLE when nothing does. */
export async function regoCompilerStatus(): Promise<string> {
  const artifact = findArtifact();
  return artifact === undefined ? (await chooseBackend(artifact)).id : `OPA ${artifact.opa}, in process`;
}

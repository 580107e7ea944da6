import type { CompilerArtifact } from './artifact.ts';
import { findArtifact } from './artifact.ts';
import type { CompileResponse, InspectResponse, RegoBackend } from './backend.ts';
import { Reactor } from './reactor.ts';

let loaded: Reactor | undefined;

/** The process's one reactor, loaded when it is first asked for; undefined when it was not built. */
export function sharedReactor(): Reactor | undefined {
  if (loaded !== undefined) return loaded;
  const artifact = findArtifact();
  if (artifact !== undefined) loaded = new Reactor(artifact);
  return loaded;
}

/** Compiles in process. Nothing is loaded before the first compilation. */
export function reactorBackend(artifact: CompilerArtifact): RegoBackend {
  const reactor = () => (loaded ??= new Reactor(artifact));
  return {
    id: `opa-${artifact.opa}-${artifact.program}`,
    inspect(texts, allow) {
      return Promise.resolve(reactor().call('mcp_inspect', { modules: texts, allow }) as InspectResponse);
    },
    compile(texts, entrypoints, allow) {
      const { problems, wasm } = reactor().call('mcp_compile', {
        modules: texts,
        entrypoints,
        allow,
      }) as Base64Response;
      return Promise.resolve({ problems, wasm: new Uint8Array(Buffer.from(wasm ?? '', 'base64')) });
    },
  };
}

interface Base64Response extends Omit<CompileResponse, 'wasm'> {
  /** Null where there are problems. */
  readonly wasm: string | null;
}

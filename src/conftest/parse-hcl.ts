import { createRequire } from 'node:module';
import type { Json } from '../model/json.ts';

interface Hcl2Json {
  readonly parse: (file: string, text: string) => Promise<unknown>;
}

/**
 * HCL by the Go program that conftest uses as well (tmccombs/hcl2json), built for Wasm: the first file takes 0.2 s. It is
 * not imported, because its types would bring all of the browser's into ours.
 */
export async function parseHcl(text: string): Promise<Json> {
  const { parse } = createRequire(import.meta.url)('@cdktn/hcl2json') as Hcl2Json;
  return (await parse('input.tf', text)) as Json;
}

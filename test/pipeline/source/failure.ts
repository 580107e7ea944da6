import { expect } from 'vitest';
import { McpError } from '../../../src/model/error.ts';
import { formatPosition } from '../../../src/model/position.ts';
import { loadWorkspace } from '../../../src/pipeline/source/index.ts';
import { memoryCache, memoryTree, repositoryRoot, smallRepository } from './memory-tree.ts';

const cache = memoryCache();

/** What a user is told: code, place, message and hint, a line each. */
export async function failure(files: Readonly<Record<string, string | Uint8Array>>): Promise<string[]> {
  try {
    await loadWorkspace(memoryTree(files), { cache, shippedRoot: repositoryRoot, askHub: null });
  } catch (error) {
    if (!(error instanceof McpError)) throw error;
    const place = error.position ? ` ${formatPosition(error.position)}` : '';
    return [`${error.code}${place}`, error.message, ...(error.hint === undefined ? [] : [error.hint])];
  }
  return ['no error'];
}

/** The small repository with a text of a file replaced. */
export function change(path: string, from: string, to: string): Record<string, string> {
  const text = smallRepository[path] ?? '';
  expect(text).toContain(from);
  return { ...smallRepository, [path]: text.replace(from, to) };
}

export function without(path: string): Record<string, string> {
  return Object.fromEntries(Object.entries(smallRepository).filter(([other]) => other !== path));
}

export const mcp = (from: string, to: string) => change('mcp.yaml', from, to);
export const baseline = (from: string, to: string) => change('baselines/base.yaml', from, to);
export const exception = (from: string, to: string) => change('exceptions/e.yaml', from, to);
export const placement = (from: string, to: string) => change('placements/production.yaml', from, to);
export const also = (path: string, text: string) => ({ ...smallRepository, [path]: text });

import { visible } from '../runtime/visible.ts';

const width = 100;
const indent = '      ';

/** All of the names, as many in a line as fit, indented. */
export function wrapNames(names: readonly string[]): readonly string[] {
  const lines: string[] = [];
  for (const name of names.map(visible)) {
    const last = lines.at(-1);
    if (last === undefined || last.length + name.length + 2 > width) lines.push(`${indent}${name}`);
    else lines[lines.length - 1] = `${last}, ${name}`;
  }
  return lines;
}

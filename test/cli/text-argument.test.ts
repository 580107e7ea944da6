import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const commands = join(import.meta.dirname, '../../src/commands');
const files = readdirSync(commands, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.ts'),
);

test.each(files)('%s takes no argument from the standard input', async (file) => {
  const { default: command } = (await import(join(commands, file))) as {
    default: { args?: Record<string, { ignoreStdin?: boolean }> };
  };
  for (const argument of Object.values(command.args ?? {})) expect(argument.ignoreStdin).toBe(true);
});

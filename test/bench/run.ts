/** `npm run bench -- NAME [--option value]`: runs one bench; each prints a table with its floor or peer beside it. */
const benches: Readonly<Record<string, () => Promise<{ run(args: readonly string[]): Promise<void> }>>> = {
  check: () => import('./check.ts'),
  deliver: () => import('./deliver.ts'),
  evaluate: () => import('./evaluate.ts'),
  placement: () => import('./placement.ts'),
  sync: () => import('./sync.ts'),
};

const [name, ...args] = process.argv.slice(2);
const bench = benches[name ?? ''];
if (bench === undefined) {
  console.error(
    `bench: name one of ${Object.keys(benches).join(', ')}, for example: npm run bench -- sync --clusters 1000`,
  );
  process.exitCode = 2;
} else {
  const module = await bench();
  await module.run(args);
}

import { median, timed } from './measure.ts';
import type { Measured } from './measure.ts';

/** What a row of the table was measured from, over all rounds. */
export type Samples = Map<string, { milliseconds: number[]; peak: number[] }>;

export async function time(samples: Samples, row: string, work: () => Promise<unknown>): Promise<void> {
  add(samples, row, await timed(work), Number.NaN);
}

export function keep(samples: Samples, row: string, { milliseconds, peakMegabytes }: Measured): void {
  add(samples, row, milliseconds, peakMegabytes);
}

function add(samples: Samples, row: string, milliseconds: number, peak: number): void {
  const sample = samples.get(row) ?? { milliseconds: [], peak: [] };
  sample.milliseconds.push(milliseconds);
  sample.peak.push(peak);
  samples.set(row, sample);
}

/** The table: each row with the row that it is compared with, if any. */
export function printTable(
  samples: Samples,
  rows: readonly (readonly [row: string, reference: string | null])[],
): void {
  const of = (row: string): number => median(samples.get(row)?.milliseconds ?? []);
  console.log(
    `${'what'.padEnd(40)} ${'ms'.padStart(8)} ${'ratio'.padStart(7)}  ${'of'.padEnd(26)} ${'peak MB'.padStart(8)}`,
  );
  for (const [row, reference] of rows) {
    const ratio = reference === null ? '' : (of(row) / of(reference)).toFixed(2);
    const peak = Math.max(...(samples.get(row)?.peak ?? []));
    const name = (reference ?? '').split(':')[0] ?? '';
    console.log(
      `${row.padEnd(40)} ${of(row).toFixed(0).padStart(8)} ${ratio.padStart(7)}  ${name.padEnd(26)} ${(Number.isNaN(peak) ? '' : peak.toFixed(0)).padStart(8)}`,
    );
  }
}

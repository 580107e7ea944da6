const milliseconds: Readonly<Record<string, number>> = { h: 3_600_000, m: 60_000, s: 1000 };

/** `1h30m` in milliseconds. */
export function durationOf(text: string): number {
  return [...text.matchAll(/(\d+)([hms])/gu)].reduce(
    (sum, [, number, unit = 's']) => sum + Number(number) * (milliseconds[unit] ?? 0),
    0,
  );
}

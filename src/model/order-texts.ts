/** Orders texts by their UTF-16 code units, as `Array.prototype.sort` does without being told: the same on every machine. */
export function orderTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

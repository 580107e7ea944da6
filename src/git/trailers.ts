/** A commit message of a subject, an optional body and `Key: value` lines at the end; ends with a line feed. */
export function messageWithTrailers(
  subject: string,
  trailers: readonly (readonly [key: string, value: string])[],
): string {
  const lines = trailers.map(([key, value]) => `${key}: ${oneLine(value)}`);
  return `${oneLine(subject)}\n\n${lines.join('\n')}\n`;
}

/** The trailers of a commit message: the `Key: value` lines of its last paragraph; a later key wins. */
export function parseTrailers(message: string): ReadonlyMap<string, string> {
  const lines = message.replace(/\n+$/, '').split('\n');
  const paragraph = lines.slice(lines.findLastIndex((line) => line.trim() === '') + 1);
  const trailers = new Map<string, string>();
  for (const line of paragraph) {
    const [, key, value] = /^([A-Za-z0-9-]+): (.*)$/s.exec(line) ?? [];
    if (key !== undefined && value !== undefined) trailers.set(key, value);
  }
  return trailers;
}

/** Whether a commit says that mcp made it for this cluster of this fleet: a copy of another cluster's branch does not. */
export function isMadeFor(trailers: ReadonlyMap<string, string>, fleet: string, cluster: string): boolean {
  return trailers.get('Mcp-Fleet') === fleet && trailers.get('Mcp-Cluster') === cluster;
}

/** A value with a line feed could forge the trailer after it. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim();
}

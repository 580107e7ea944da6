/** A document for people and programs alike: two spaces, a line feed at the end. */
export function jsonText(document: unknown): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}

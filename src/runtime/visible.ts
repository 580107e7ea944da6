/**
 * Text of others as one line in which nothing hides: control characters, bidirectional overrides, zero-width
 * characters, lone surrogates and what is no character become `\u{202e}`, so that no name looks like another or reorders the line.
 */
export function visible(text: string): string {
  return text
    .replace(/[\t\n\r]+/g, ' ')
    .replace(
      /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{NChar}]/gu,
      (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
    );
}

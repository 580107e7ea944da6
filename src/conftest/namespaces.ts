/**
 * Whether one of conftest's namespace patterns names a package: Go's `path.Match` (conftest v0.71 runner/test.go), where
 * a dot is a character like any other.
 */
export function namespaceMatches(patterns: readonly string[], namespace: string): boolean {
  return patterns.some((pattern) => toRegExp(pattern).test(namespace));
}

function toRegExp(pattern: string): RegExp {
  const source = pattern.replace(
    /\[(\^?)((?:\\.|[^\]])+)\]|\\(.)|(.)/gsu,
    (_all: string, not?: string, characters?: string, escaped?: string, plain?: string) => {
      if (characters !== undefined) return `[${not ?? ''}${characters.replace(/[[&~|]/g, '\\$&')}]`;
      if (escaped !== undefined) return literally(escaped);
      if (plain === '*') return '[^/]*';
      return plain === '?' ? '[^/]' : literally(plain ?? '');
    },
  );
  return new RegExp(`^(?:${source})$`, 's');
}

function literally(character: string): string {
  return character.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
}

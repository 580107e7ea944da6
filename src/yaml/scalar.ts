const words = new Map<string, null | boolean | number>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map(
    (word) => [word, true] as const,
  ),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map(
    (word) => [word, false] as const,
  ),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Infinity] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, -Infinity] as const),
]);

const integer = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))$/;
const float = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;

/**
 * What Kubernetes reads where a plain (unquoted) scalar says `text`: null, boolean, number or the text itself.
 *
 * Kubernetes reads YAML 1.1 as go-yaml v2 does (sigs.k8s.io/yaml, goyaml.v2/resolve.go): `yes`, `on` and `y` are
 * booleans, `0644` is octal, `1_000` is a number; `12:30` and timestamps stay text. The number may be NaN, infinite
 * or beyond what a double holds exactly: the caller decides.
 */
export function resolvePlainScalar(text: string): null | boolean | number | string {
  const word = words.get(text);
  if (word !== undefined) return word;
  const first = text.charCodeAt(0);
  const startsNumber = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  return startsNumber ? (resolveNumber(text) ?? text) : text;
}

function resolveNumber(text: string): number | undefined {
  // go-yaml takes underscores out of everything but numbers that begin with a point.
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '');
  const [, sign, hexadecimal, binary, octal, decimal] = integer.exec(plain) ?? [];
  const magnitude =
    decimal !== undefined
      ? Number(decimal)
      : octal !== undefined
        ? parseInt(octal, 8)
        : hexadecimal !== undefined
          ? parseInt(hexadecimal, 16)
          : binary !== undefined
            ? parseInt(binary, 2)
            : undefined;
  if (magnitude !== undefined) return sign === '-' && magnitude !== 0 ? -magnitude : magnitude;
  if (!float.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value + 0 : undefined;
}

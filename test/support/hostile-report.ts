/** Words of a closed list, digests and times: what nobody can choose freely. */
const closed = new Set([
  ...['state', 'availability', 'outcome', 'severity', 'enforcement', 'coverage', 'status'],
  ...['digest', 'evaluation', 'evaluations', 'findings', 'tip', 'tree', 'commit', 'ledgerCommit', 'ruleBook'],
  ...['asOf', 'startedAt', 'finishedAt', 'expires', 'created', 'createdAt'],
  ...['action', 'change', 'type'],
]);

/**
 * A report or plan as it would be if every text in it that somebody can choose ended with `suffix`. Texts that are equal
 * stay equal, so that it has the same parts.
 */
export function withHostileText<Value>(report: Value, suffix: string): Value {
  return replace(report, '') as Value;

  function replace(value: unknown, key: string): unknown {
    if (typeof value === 'string') {
      const fixed = value === '' || closed.has(key) || /^[0-9a-f]{12}$/.test(value);
      return fixed ? value : value + suffix;
    }
    if (Array.isArray(value)) return value.map((item) => replace(item, key));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, replace(item, name)]));
  }
}

export const hostileTexts: readonly string[] = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</title></style><style>*{display:none}</style>',
  '<!-- ',
  ']]>',
  '&lt;b&gt;&#60;i&#62;',
  '`|*_[x](javascript:alert(1))![y](https://evil.example/z.png)',
  '| a | b |\n| --- | --- |\n# heading',
  '\u202egnp.exe',
  '\u0000\u0007\u001b[31m\r\n\u2028\u2029',
  '\ud800',
  '\ufdd0\u{10fffe}',
  'javascript:alert(1)',
  'https://evil.example/ www.evil.example root@evil.example',
];

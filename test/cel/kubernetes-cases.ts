import type { JsonObject } from '../../src/model/json.ts';

export const input: JsonObject = {
  labels: { region: 'eu', tier: '' },
  list: [3, 1, 2, 1],
  words: ['b', 'a', 'c'],
  nested: { a: { b: 'deep' } },
  nothing: null,
};

const quoted = (text: string): string => JSON.stringify(text);
const ask = (texts: readonly string[], forms: readonly ((text: string) => string)[]): readonly string[] =>
  texts.flatMap((text) => forms.map((form) => form(quoted(text))));

const addresses = [
  ...[
    '10.0.0.1',
    '127.0.0.1',
    '127.1.2.3',
    '0.0.0.0',
    '255.255.255.255',
    '224.0.0.1',
    '224.0.1.1',
    '169.254.3.4',
  ],
  ...[
    '239.1.1.1',
    '::',
    '::1',
    'fe80::1',
    'ff02::1',
    'ff12::9',
    'ff05::2',
    '2001:db8::1',
    '2001:DB8:0:0:1:0:0:1',
  ],
  ...['1:2:3:4:5:6:7:8', '1::8', '1:0:0:4:5:6:0:0', '::1.2.3.4', '::ffff:1.2.3.4', '64:ff9b::1.2.3.4'],
  ...[
    '',
    '1.2.3',
    '1.2.3.4.5',
    '01.2.3.4',
    '256.1.1.1',
    '1.2.3.4 ',
    'fe80::1%eth0',
    ':::',
    '1::2::3',
    '12345::',
  ],
  ...['1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', '::1.2.3', '1.2.3.4::', 'g::', ':1', '1:', '1:2:3:4:5:6:7::'],
];

const networks = [
  ...[
    '10.0.0.0/8',
    '10.1.2.3/8',
    '0.0.0.0/0',
    '10.0.0.1/32',
    '10.0.0.1/33',
    '10.0.0.0/08',
    '10.0.0.0/',
    '/8',
  ],
  ...[
    '10.0.0.0',
    '2001:db8::/32',
    '2001:db8::1/64',
    '::/0',
    '::/128',
    '::/129',
    '::ffff:1.2.3.4/100',
    '::1%a/64',
  ],
  ...['10.0.0.0/+8', '10.0.0.0/-1', '10.0.0.0/8/8', '192.168.0.0/16', 'a/8'],
];

const urls = [
  ...[
    'https://example.com/a/b?x=1&y=2&x=3',
    'https://example.com:8080/',
    'https://user:pw@host:1/p',
    '/absolute/path',
  ],
  ...[
    '//host/path',
    '/a?b#c',
    'https://h/p#frag',
    'https://h/p#%zz',
    'mailto:a@b',
    'a:b:c',
    'relative',
    '',
    '*',
    '?x',
  ],
  ...[
    'https://[::1]:80/x',
    'https://[::1',
    'https://[1.2.3.4]/',
    'https://a[::1]/',
    'https://[fe80::1%25en0]/',
  ],
  ...[
    'https://h:port/',
    'https://h:/',
    'https://h:1:2/',
    'ldap://h:1:2/',
    'https://h/%zz',
    'https://h/a b',
    'https://h/é',
  ],
  ...[
    'https://h/a%2Fb',
    'https://h/a%2fb c',
    'https://h /',
    'https://h<x>/',
    'https://h%41/',
    'https://h%25/',
    'HTTPS://H/X',
  ],
  ...[
    'https://h/?a=b;c',
    'https://h/?a=%zz&b=%41+c',
    'https://h/??a',
    'https://h/?',
    'http://a{b}/',
    '1http://h/',
    ':x',
  ],
  ...[
    'https://u^@h/',
    'https:///p',
    '///p',
    'https:opaque?q',
    'https://h\u0001/',
    'https://h/[a]|b',
    'https://h?x=y',
  ],
];

const names = [
  ...[
    'name',
    'my-name',
    'my.name',
    'My',
    '',
    '-a',
    'a-',
    'a.',
    '1a',
    'a_b',
    'a/b',
    'a/b/c',
    '/b',
    'ex.com/na_me',
    'é',
    '-',
  ],
  ...['A.B/c', 'a'.repeat(63), 'a'.repeat(64), 'a'.repeat(254), `${'a'.repeat(62)}-`, 'a\n'],
  ...[
    '2024-02-29',
    '2023-02-29',
    '2024-13-01',
    '2024-1-1',
    '2024-02-29T10:00:00Z',
    '2024-02-29t10:00:00.5+01:00',
    '0000-01-01',
  ],
  ...[
    '2024-02-29T24:00:00Z',
    '2024-02-29T10:00:60Z',
    '2024-02-29T10:00:00',
    '2024-02-29T10:00:00,123z',
    '2024-01-01T1T2',
  ],
  ...[
    'YWJj',
    'YWI=',
    'YQ==',
    'Y',
    'YQ=',
    '!!!!',
    '123e4567-e89b-12d3-a456-426614174000',
    '123E4567e89b12d3a456426614174000',
    'x',
  ],
  ...['https://a/b', '/x', 'x y'],
];
const formats = [
  ...[
    'dns1123Label',
    'dns1123Subdomain',
    'dns1035Label',
    'qualifiedName',
    'dns1123LabelPrefix',
    'labelValue',
  ],
  ...['dns1123SubdomainPrefix', 'dns1035LabelPrefix', 'uri', 'uuid', 'byte', 'date', 'datetime'],
];

const versions = [
  ...[
    '1.2.3',
    'v1.2.3',
    '1.2',
    'v1',
    '01.2.3',
    '1.02.3',
    '1.2.03',
    '1.2.3-rc.1',
    '1.2.3-01',
    '1.2-rc',
    'v01.01',
    '1.2.3+b',
    '',
  ],
  ...[
    '1.2.3-0rc',
    '00.1.1',
    '1.2.3.4',
    'vv1.2.3',
    '1..3',
    'v',
    '1.2.00',
    '1.2.03-rc',
    'a.b.c',
    '1.2.3-rc1+b.2',
    '0x1.2.3',
  ],
];

const texts = ['', 'abc', 'aXbXc', 'abab 12 ab', 'é1ü22', 'line\nline', 'aaa'];
const patterns = [
  '',
  'a',
  '[0-9]+',
  '(a|b)+',
  'X*',
  '(?i)x',
  '^l',
  '(?m)^l',
  '\\bab\\b',
  '[',
  '\\p{L}+',
  'a*?',
  '.',
  '$',
];

const optionals = [
  ...[
    'input.?labels',
    'input.?labels.region',
    'input.?labels.?region',
    'input.labels.?zone',
    'input.?x.y.z',
    'input[?"labels"]',
  ],
  ...[
    'input.list[?0]',
    'input.list[?9]',
    'input.?list[?1]',
    'input.?list[1]',
    'input.?x[0]',
    'input.?labels["tier"]',
  ],
  ...[
    'optional.of(1)',
    'optional.none()',
    'optional.ofNonZeroValue(0)',
    'optional.ofNonZeroValue("a")',
    'input.?nothing',
  ],
  ...[
    'optional.of({"a": 1}).a',
    'optional.of([1])[0]',
    'input.?nested.a.b',
    'input.nested.?a.?b',
    'input.nested.?a.b.?c',
    '[1,2][?1]',
  ],
  ...[
    'input.?words',
    '{"a": 1}.?a',
    '{"a": 1}[?"b"]',
    'optional.ofNonZeroValue([])',
    'optional.ofNonZeroValue(null)',
    'input .? labels',
  ],
].flatMap((optional) => [
  `${optional}.hasValue()`,
  `${optional}.value()`,
  `${optional}.orValue("other")`,
  `${optional}.or(optional.of(dyn(7))).value()`,
  `${optional}.optMap(v, [v]).orValue([])`,
  `${optional}.optFlatMap(v, optional.of([v, v])).orValue([])`,
  `[?${optional}]`,
  `{?"k": ${optional}}`,
  `{"j": dyn(1), ?"k": ${optional}}`,
  `[dyn(1), ?${optional}, dyn("z")]`,
  `true ? ${optional}.hasValue() : false`,
  `${optional} == optional.none()`,
]);

/** Expressions whose answer is compared with that of Kubernetes' own CEL. */
export const expressions: readonly string[] = [
  ...ask(addresses, [
    (text) => `isIP(${text})`,
    (text) => `string(ip(${text}))`,
    (text) => `ip.isCanonical(${text})`,
    ...[
      'family',
      'isUnspecified',
      'isLoopback',
      'isLinkLocalMulticast',
      'isLinkLocalUnicast',
      'isGlobalUnicast',
    ].map((name) => (text: string) => `ip(${text}).${name}()`),
    ...networks.slice(0, 12).map((network) => (text: string) => `cidr("${network}").containsIP(${text})`),
    (text) => `cidr("10.0.0.0/8").containsIP(ip(${text}))`,
    (text) => `ip(${text}) == ip("::1")`,
  ]),
  ...ask(networks, [
    (text) => `isCIDR(${text})`,
    (text) => `string(cidr(${text}))`,
    (text) => `string(cidr(${text}).masked())`,
    (text) => `string(cidr(${text}).ip())`,
    (text) => `cidr(${text}).prefixLength()`,
    ...networks.map((network) => (text: string) => `cidr(${text}).containsCIDR("${network}")`),
    (text) => `cidr("10.0.0.0/8").containsCIDR(cidr(${text}))`,
  ]),
  ...ask(urls, [
    (text) => `isURL(${text})`,
    ...['getScheme', 'getHost', 'getHostname', 'getPort', 'getEscapedPath', 'getQuery'].map(
      (name) => (text: string) => `url(${text}).${name}()`,
    ),
  ]),
  ...ask(
    names,
    formats.map((name) => (text: string) => `format.${name}().validate(${text}).hasValue()`),
  ),
  ...formats.map((name) => `format.named("${name}").value().validate("a b/").value().size()`),
  'format.named("nothing").hasValue()',
  ...ask(versions, [
    (text) => `isSemver(${text})`,
    (text) => `isSemver(${text}, true)`,
    (text) => `semver(${text}).minor()`,
    (text) => `semver(${text}, true).patch()`,
    (text) => `semver(${text}, false).major()`,
    (text) => `semver(${text}, true).compareTo(semver("1.2.3"))`,
  ]),
  ...texts.flatMap((text) =>
    patterns.flatMap((pattern) =>
      ['find(P)', 'findAll(P)', 'findAll(P, 0)', 'findAll(P, 2)', 'findAll(P, -1)'].map(
        (call) => `${quoted(text)}.${call.replace('P', () => quoted(pattern))}`,
      ),
    ),
  ),
  ...['[]', '[1]', '[1, 2, 1]', '[dyn(1), dyn("a")]', '["a", "b"]', 'input.list', '[2.5, 1.25]'].flatMap(
    (list) => [
      ...['1', 'dyn("a")', 'dyn(1.0)', 'null'].flatMap((item) => [
        `${list}.indexOf(${item})`,
        `${list}.lastIndexOf(${item})`,
      ]),
      ...['[]', '[1]', '[1, 1, 2]', 'input.list', '[dyn("b")]'].flatMap((other) =>
        ['contains', 'equivalent', 'intersects'].map((name) => `sets.${name}(${list}, ${other})`),
      ),
      ...['sum', 'min', 'max', 'isSorted'].map((name) => `${list}.${name}()`),
    ],
  ),
  ...optionals,
];

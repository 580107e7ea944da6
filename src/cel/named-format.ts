import { isRequestUri } from './url.ts';

/** A format that Kubernetes' CEL knows by name, as its `format` library has it. */
export interface NamedFormat {
  readonly name: string;
  /** What is wrong with the text, for people; nothing for one that has the format. */
  readonly validate: (text: string) => readonly string[];
}

const label = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const subdomain = `${label}([.]${label})*`;
const key = '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]';
const byteLength = (text: string): number => Buffer.byteLength(text);

function named(text: string, form: string, longest: number, told: string): readonly string[] {
  const tooLong = byteLength(text) > longest ? [`must be no more than ${longest} bytes`] : [];
  return new RegExp(`^(?:${form})$`).test(text) ? tooLong : [...tooLong, told];
}

const isLabel = (text: string) =>
  named(text, label, 63, 'must be a DNS label: lower case letters, digits and inner dashes (RFC 1123)');
const isSubdomain = (text: string) =>
  named(text, subdomain, 253, 'must be a DNS subdomain: labels of RFC 1123 with dots between them');
const isLabel1035 = (text: string) =>
  named(
    text,
    '[a-z]([-a-z0-9]*[a-z0-9])?',
    63,
    'must be a DNS label that begins with a letter: lower case letters, digits and inner dashes (RFC 1035)',
  );

/** A prefix of a name may end with a dash: what is generated comes after it (apimachinery, maskTrailingDash). */
function masked(text: string): string {
  return text.length > 1 && text.endsWith('-') ? `${text.slice(0, -2)}a` : text;
}

function isQualifiedName(text: string): readonly string[] {
  const parts = text.split('/');
  const name = parts.at(-1) ?? '';
  if (parts.length > 2) return ['must be a name, with at most one prefix and a slash before it'];
  const prefix = parts.length === 2 ? (parts[0] ?? '') : undefined;
  return [
    ...(prefix === undefined ? [] : prefix === '' ? ['the prefix must not be empty'] : isSubdomain(prefix)),
    ...(name === '' ? ['the name must not be empty'] : []),
    ...named(name, key, 63, 'the name must be letters, digits and inner dashes, underscores and dots'),
  ];
}

const isLabelValue = (text: string) =>
  named(text, `(${key})?`, 63, 'must be empty or letters, digits and inner dashes, underscores and dots');

const matching = (form: RegExp, told: string) => (text: string) => (form.test(text) ? [] : [told]);

function isDate(text: string): boolean {
  const [match, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (match === undefined) return false;
  const date = new Date(Date.UTC(2000, Number(month) - 1, Number(day)));
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
}

/** As kube-openapi, strfmt.IsDateTime, which knows no second 60 and reads any character for the dot. */
function isDateTime(text: string): boolean {
  const [date = '', time = ''] = text.toLowerCase().split('t');
  const [match, hour = '', minute = '', second = ''] =
    /^(\d{2}):(\d{2}):(\d{2})(.\d+)?(?:z|[+-]\d{2}:\d{2})$/.exec(time) ?? [];
  return isDate(date) && match !== undefined && hour <= '23' && minute <= '59' && second <= '59';
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$/;
const uuid = /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i;
const told = (isValid: (text: string) => boolean, message: string) => (text: string) =>
  isValid(text) ? [] : [message];

/** By the name of the function that gives it (apiserver, pkg/cel/library/format.go); the messages are our own. */
export const namedFormats: ReadonlyMap<string, NamedFormat> = new Map(
  Object.entries({
    dns1123Label: { name: 'DNS1123Label', validate: isLabel },
    dns1123Subdomain: { name: 'DNS1123Subdomain', validate: isSubdomain },
    dns1035Label: { name: 'DNS1035Label', validate: isLabel1035 },
    qualifiedName: { name: 'QualifiedName', validate: isQualifiedName },
    dns1123LabelPrefix: { name: 'DNS1123LabelPrefix', validate: (text: string) => isLabel(masked(text)) },
    dns1123SubdomainPrefix: {
      name: 'DNS1123SubdomainPrefix',
      validate: (text: string) => isSubdomain(masked(text)),
    },
    dns1035LabelPrefix: { name: 'DNS1035LabelPrefix', validate: (text: string) => isLabel1035(masked(text)) },
    labelValue: { name: 'LabelValue', validate: isLabelValue },
    uri: { name: 'URI', validate: told(isRequestUri, 'must be an absolute URI or path') },
    uuid: { name: 'uuid', validate: matching(uuid, 'does not match the UUID format') },
    byte: { name: 'byte', validate: matching(base64, 'invalid base64') },
    date: { name: 'date', validate: told(isDate, 'invalid date') },
    datetime: { name: 'datetime', validate: told(isDateTime, 'invalid datetime') },
  }),
);

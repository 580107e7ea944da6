import type { Fields } from '../../yaml/fields.ts';

/**
 * A value of a Secret as text; undefined when it has none. `stringData` wins over `data`, as on an API server. Throws
 * INVENTORY_FAILED, never with the value.
 */
export function secretText(root: Fields, key: string): string | undefined {
  const plain = root.object('stringData').text(key);
  if (plain !== undefined) return plain;
  const data = root.object('data');
  const encoded = data.text(key)?.replaceAll(/\s/g, '');
  if (encoded === undefined) return undefined;
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.toString('base64') === encoded) return bytes.toString('utf8');
  throw data.error([key], `data.${key} is not base64.`, `Encode it, or write the ${key} under stringData.`);
}

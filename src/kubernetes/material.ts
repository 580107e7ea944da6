import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Fields } from '../yaml/fields.ts';

/**
 * What a kubeconfig holds in base64 under `<key>-data`, or else in the file under `<key>`; undefined without either. Throws
 * INVENTORY_FAILED.
 */
export function readMaterial(fields: Fields, key: string, folder: string): Buffer | undefined {
  const encoded = (fields.text(`${key}-data`) ?? '').replaceAll(/\s/g, '');
  if (encoded !== '') {
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.toString('base64') === encoded) return bytes;
    throw fields.error([`${key}-data`], `${key}-data is not base64.`);
  }
  const path = fields.text(key) ?? '';
  if (path === '') return undefined;
  try {
    return readFileSync(resolve(folder, path));
  } catch {
    throw fields.error(
      [key],
      `The file of ${key} cannot be read.`,
      'Relative paths begin at the kubeconfig.',
    );
  }
}

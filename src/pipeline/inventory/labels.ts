import type { Fields } from '../../yaml/fields.ts';

// Kubernetes label syntax: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/
const name = /^[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const prefix = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;

/** The labels of an object's metadata, each checked as an API server would. Throws INVENTORY_FAILED. */
export function readLabels(metadata: Fields): Readonly<Record<string, string>> {
  const fields = metadata.object('labels');
  const labels: Record<string, string> = {};
  for (const key of fields.keys()) {
    const value = fields.text(key) ?? '';
    if (!isLabelKey(key)) throw fields.error([key], `${JSON.stringify(key)} is no valid label key.`, syntax);
    if (value !== '' && !name.test(value)) {
      throw fields.error([key], `The value of the label '${key}' is no valid label value.`, syntax);
    }
    labels[key] = value;
  }
  return labels;
}

const syntax =
  'Labels hold at most 63 letters, digits, dashes, underscores and dots, with a letter or digit at both ends.';

function isLabelKey(key: string): boolean {
  const [first, second, ...more] = key.split('/');
  if (first === undefined || more.length > 0) return false;
  return second === undefined ? name.test(first) : prefix.test(first) && name.test(second);
}

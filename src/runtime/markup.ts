import { visible } from './visible.ts';

/** HTML that needs no more escaping. Only `html` makes it, so every text of others has passed through `escape`. */
class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type { Markup };

type Value = string | number | Markup | null | readonly Value[];

/**
 * A template whose holes are escaped, in element content and in quoted attribute values alike; null is nothing, lists
 * are joined. Names of clusters, branches and objects are hostile: this is the one place that keeps them text.
 */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  const ours = withoutIndent(parts);
  let text = ours[0] ?? '';
  values.forEach((value, index) => {
    text += render(value) + (ours[index + 1] ?? '');
  });
  return new Markup(text);
}

const stripped = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The indentation of our source is two thirds of the page otherwise. */
function withoutIndent(parts: TemplateStringsArray): readonly string[] {
  const known = stripped.get(parts);
  if (known) return known;
  const lines = parts.map((part) => part.replace(/\n\s*/g, '\n'));
  stripped.set(parts, lines);
  return lines;
}

/** For the style sheet alone, which is ours. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

function render(value: Value): string {
  if (value === null) return '';
  if (value instanceof Markup) return value.text;
  if (typeof value === 'object') return value.map(render).join('');
  return escape(visible(String(value)));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

function escape(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => entities[character] ?? '');
}

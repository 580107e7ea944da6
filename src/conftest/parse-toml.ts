import { parse } from 'smol-toml';
import type { TomlValue } from 'smol-toml';
import type { Json } from '../model/json.ts';

/** TOML as JSON, dates as Go writes them. The parser refuses integers that would lose digits. */
export function parseToml(text: string): Json {
  return toJson(parse(text));
}

function toJson(value: TomlValue): Json {
  if (value instanceof Date) return value.toISOString().replace(/\.0+(?=\D|$)|(?<=\.\d+?)0+(?=\D|$)/, '');
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, toJson(each)]));
}

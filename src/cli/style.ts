import { styleText } from 'node:util';

type Format = Parameters<typeof styleText>[0];

/** Colours a text for one stream: only on a terminal, and never against `NO_COLOR` or `TERM=dumb`. */
export function styleFor(stream: NodeJS.WriteStream): (format: Format, text: string) => string {
  return (format, text) => styleText(format, text, { stream, validateStream: true });
}

export type Style = ReturnType<typeof styleFor>;

/** For documents, which have no colour. */
export const plainStyle: Style = (_, text) => text;

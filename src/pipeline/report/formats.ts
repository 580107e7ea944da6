import type { Report } from '../../model/report.ts';
import { reportAsHtml } from './formats/html.ts';
import { reportAsJson } from './formats/json.ts';
import { reportAsMarkdown } from './formats/markdown.ts';

/** Every format that a report can be written in; `extension` is that of its file. */
export const reportFormats = {
  html: { extension: 'html', write: reportAsHtml },
  json: { extension: 'json', write: reportAsJson },
  markdown: { extension: 'md', write: reportAsMarkdown },
} as const satisfies Record<
  string,
  { readonly extension: string; readonly write: (report: Report) => string }
>;

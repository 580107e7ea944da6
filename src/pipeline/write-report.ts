import type { Report } from '../model/report.ts';
import { headline, reportFormats } from './report/index.ts';

export type ReportFormat = keyof typeof reportFormats;

export const reportFormatNames = Object.keys(reportFormats) as readonly ReportFormat[];

/** The report in one line. */
export function reportHeadline(report: Report): string {
  const { verdict, rest } = headline(report);
  return `${verdict} ${rest}`.trim();
}

/** The report in each format, with the name of the file that it is for. */
export function writeReport(
  report: Report,
  formats: readonly ReportFormat[],
): readonly { readonly name: string; readonly text: string }[] {
  return [...new Set(formats)].map((format) => {
    const { extension, write } = reportFormats[format];
    return { name: `report.${extension}`, text: write(report) };
  });
}

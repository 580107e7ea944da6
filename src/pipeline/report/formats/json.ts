import type { Report } from '../../../model/report.ts';

/** The whole report as one JSON document; `report.schema.json` beside this file describes it. */
export function reportAsJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

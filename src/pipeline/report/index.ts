export { buildReport } from './build-report.ts';
export { headline } from './formats/headline.ts';
export { reportFormats } from './formats.ts';

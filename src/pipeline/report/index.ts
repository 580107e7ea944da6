export { buildReport } from './build-report.ts';
export { reportFormats } from './formats.ts';

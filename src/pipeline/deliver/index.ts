export { deliver } from './deliver.ts';
export type { DeliverInput } from './delivery.ts';

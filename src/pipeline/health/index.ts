export { readHealth, writeHealth } from './health-branch.ts';
export { markUnreachable } from './mark-unreachable.ts';
export { nextHealth } from './next-health.ts';
export { probeFleet } from './probe-fleet.ts';

import type { FleetFinding } from '../../model/finding.ts';

/** What was found about the fleet, by what it bears on. */
export class FleetVerdicts {
  readonly #byPolicy: ReadonlyMap<string, readonly FleetFinding[]>;

  constructor(findings: readonly FleetFinding[]) {
    this.#byPolicy = Map.groupBy(findings, ({ policy }) => policy);
  }

  /** The findings of those of the policies that are about the fleet. */
  of(policies: readonly string[]): readonly FleetFinding[] {
    return policies.flatMap((policy) => this.#byPolicy.get(policy) ?? []);
  }

  /**
   * What bears on a cluster (null: on any that is not named): what names it and what names none. A policy that finds fault
   * with others alone has passed this one.
   */
  on(cluster: string | null, policies: readonly string[]): readonly Pick<FleetFinding, 'state'>[] {
    return policies.flatMap((policy): readonly Pick<FleetFinding, 'state'>[] => {
      const found = this.#byPolicy.get(policy);
      if (found === undefined) return [];
      const bearing = found.filter((finding) => finding.cluster === null || finding.cluster === cluster);
      return bearing.length > 0 ? bearing : [{ state: 'pass' } as const];
    });
  }
}

import type { Placement } from '../../model/placement.ts';

/** What a placement says about spreading that has no effect, or none on a hub. */
export function spreadWarnings({ spread, numberOfClusters }: Placement): readonly string[] {
  const warnings: string[] = [];
  if (spread.shorthandAt !== null) {
    const { file, line, column } = spread.shorthandAt;
    warnings.push(
      `${file}:${line}:${column}: spec.spreadConstraints is read as spec.spreadPolicy.spreadConstraints; write that, a hub drops the shorthand`,
    );
  }
  if (spread.constraints.length > 0 && numberOfClusters === null)
    warnings.push('spreadConstraints have no effect without numberOfClusters: every cluster is selected');
  return warnings;
}

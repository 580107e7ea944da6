/** What policies see beside their input. */
export interface Surroundings {
  /** The time of day; `rand.intn` and `uuid.rfc4122` are made from it: equal times give equal values. */
  readonly now: Date;
  /** `opa.runtime().env`. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Builtins that would be refused otherwise (see refused.ts). */
  readonly allow: readonly string[];
  /** Where the modules lie, by their numbers: conftest's builtins read files beside them. */
  readonly paths: readonly string[];
}

/** Bounds on what a source may make us do. Honest archives were seen to expand up to 61 times; a bomb expands a thousandfold. */
export interface Limits {
  /** Uncompressed bytes of all members of one source together. */
  readonly expandedBytes: number;
  /** A member may expand this many times… */
  readonly ratio: number;
  /** …once it is larger than this. */
  readonly ratioFromBytes: number;
  readonly members: number;
  /** One record; larger ones are rejected and skipped without being held. */
  readonly recordBytes: number;
  /** Nesting of JSON. */
  readonly depth: number;
}
export const LIMITS: Limits = { expandedBytes: 64 * 2 ** 30, ratio: 200, ratioFromBytes: 64 * 2 ** 20, members: 10_000, recordBytes: 64 * 2 ** 20, depth: 200 };

/** Closes a `switch` over a union: a new member becomes a type error here, and a named error at run time. */
export function assertNever(value: never, what: string): never {
  throw new Error(`unexpected ${what}: ${String(value)}`);
}

/** States an invariant of our own code; never used for input, which is parsed instead. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`invariant broken: ${message}`);
}

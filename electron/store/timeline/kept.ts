/** Values that can be made again, kept within a budget of bytes: those asked for longest ago go first. */
export class Kept {
  readonly #budget: number;
  readonly #values = new Map<string, { readonly value: unknown; readonly bytes: number }>();
  #bytes = 0;

  constructor(budget: number) { this.#budget = budget; }

  /** A key names one type of value: its first word says which. */
  get<T>(key: string, make: () => { readonly value: T; readonly bytes: number }): T {
    const known = this.#values.get(key);
    if (known !== undefined) {
      this.#values.delete(key);
      this.#values.set(key, known);
      return known.value as T;
    }
    const made = make();
    this.#values.set(key, made);
    this.#bytes += made.bytes;
    // What was just made stays, however large it is.
    for (const [old, { bytes }] of this.#values) {
      if (this.#bytes <= this.#budget || old === key) break;
      this.#values.delete(old);
      this.#bytes -= bytes;
    }
    return made.value;
  }

  peek<T>(key: string): T | undefined { return this.#values.get(key)?.value as T | undefined; }

  clear(): void {
    this.#values.clear();
    this.#bytes = 0;
  }
}

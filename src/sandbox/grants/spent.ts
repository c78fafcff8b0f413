/** What may be used once and has been, for as long as it could be used again. */
export class Spent {
  readonly #until = new Map<string, number>();

  /**
   * Uses it up. False where it was already.
   *
   * @param until milliseconds since 1970, from when on it would be refused anyway
   */
  spend(id: string, until: number, now: number): boolean {
    for (const [old, end] of this.#until) {
      // In order of use, which is near enough the order of expiry: the rest is looked at another time.
      if (end > now) break;
      this.#until.delete(old);
    }
    if (this.#until.has(id)) return false;
    this.#until.set(id, until);
    return true;
  }
}

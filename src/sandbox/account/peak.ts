/** The most calls that arrived within any one second; exact, over every span, not only those from 12:00:00 to 12:00:01. */
export class Peak {
  /** A ring of the arrivals of the last second. It grows to the peak itself and no further. */
  #arrivals = new Float64Array(1_024);
  #first = 0;
  #length = 0;
  #peak = 0;

  get value(): number {
    return this.#peak;
  }

  /** @param now milliseconds since 1970 */
  add(now: number): void {
    const size = this.#arrivals.length;
    while (this.#length > 0 && now - (this.#arrivals[this.#first] ?? now) >= 1_000) {
      this.#first = (this.#first + 1) % size;
      this.#length -= 1;
    }
    if (this.#length === size) this.#grow();
    this.#arrivals[(this.#first + this.#length) % this.#arrivals.length] = now;
    this.#length += 1;
    if (this.#length > this.#peak) this.#peak = this.#length;
  }

  #grow(): void {
    const bigger = new Float64Array(this.#arrivals.length * 2);
    bigger.set(this.#arrivals.subarray(this.#first));
    bigger.set(this.#arrivals.subarray(0, this.#first), this.#arrivals.length - this.#first);
    this.#arrivals = bigger;
    this.#first = 0;
  }
}

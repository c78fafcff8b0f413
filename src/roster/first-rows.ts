import { hash } from 'node:crypto';

/** The row in which a person of a file came first. */
export interface FirstRow {
  readonly line: number;
  /** Whether its data are the same. */
  readonly isSame: boolean;
}

/** What is kept of a person: two numbers of the identifier's digest, the line (0 where the place is free), one of the data's. */
const NUMBERS = 4;
const LINE = 2;
const DATA = 3;

/** Fuller tables are searched for long. */
const FULLEST = 0.75;

/**
 * Tells repetitions in a file apart: for each person the first row, as digests in one array of numbers with open addressing.
 * A million people take 34 MB, and half as much more for a moment while the array is doubled; a `Map` of them takes some 200 MB.
 *
 * Of the identifier 64 bits are kept: among a million people, two that differ are taken for one with a chance of one in
 * thirty million.
 */
export class FirstRows {
  /** Its places are a power of two. */
  #numbers: Uint32Array;
  #people = 0;

  /** @param places people that fit in before the array grows, roughly; a power of two */
  constructor(places = 4_096) {
    this.#numbers = new Uint32Array(places * NUMBERS);
  }

  /**
   * The first row of this person, or null where that is this one.
   *
   * @param data anything that is equal where the data of the two rows are
   * @param line from 1
   */
  meet(identifier: string, data: string, line: number): FirstRow | null {
    if ((this.#people + 1) * NUMBERS > this.#numbers.length * FULLEST) this.#grow();
    const key = digest(identifier);
    const high = numberAt(key, 0);
    const low = numberAt(key, 4);
    const dataNumber = numberAt(digest(data), 0);
    const place = placeOf(high, low, this.#numbers);
    const first = this.#numbers[place + LINE] ?? 0;
    if (first !== 0) return { line: first, isSame: this.#numbers[place + DATA] === dataNumber };
    this.#numbers.set([high, low, line, dataNumber], place);
    this.#people += 1;
    return null;
  }

  #grow(): void {
    const grown = new Uint32Array(this.#numbers.length * 2);
    for (let place = 0; place < this.#numbers.length; place += NUMBERS) {
      const person = this.#numbers.subarray(place, place + NUMBERS);
      const [high = 0, low = 0, line] = person;
      if (line !== 0) grown.set(person, placeOf(high, low, grown));
    }
    this.#numbers = grown;
  }
}

/** The place of a person: where its digest stands, or the free one where it belongs. */
function placeOf(high: number, low: number, numbers: Uint32Array): number {
  const wrap = numbers.length - 1;
  let place = (low * NUMBERS) & wrap;
  while (numbers[place + LINE] !== 0 && (numbers[place] !== high || numbers[place + 1] !== low)) {
    place = (place + NUMBERS) & wrap;
  }
  return place;
}

/** Twenty bytes, each as one character: the form that costs least to make. */
function digest(text: string): string {
  return hash('sha1', text, 'binary');
}

function numberAt(bytes: string, start: number): number {
  const number =
    bytes.charCodeAt(start) |
    (bytes.charCodeAt(start + 1) << 8) |
    (bytes.charCodeAt(start + 2) << 16) |
    (bytes.charCodeAt(start + 3) << 24);
  return number >>> 0;
}

import { seededRandom } from '../../../src/sandbox/random.js';

/** Somebody as HR's export has them that night. */
export interface ExportRow {
  /** Empty where HR lost it. */
  readonly number: string;
  readonly first: string;
  readonly last: string;
  /** With a typing error in it: no address at all. */
  readonly email: string;
}

interface Employee {
  readonly number: string;
  readonly first: string;
  last: string;
  email: string;
  /** Addresses that the person had before. */
  readonly earlier: string[];
  isHere: boolean;
  /** Until which night HR's row has a typing error in it, and whether the number is lost too. */
  brokenUntil: number;
  isLost: boolean;
}

const NAMES = ['Müller', 'Schmidt', 'Ångström', 'Lovelace', 'Hopper', 'Nguyễn', 'Weiß', 'Kovács'];

/** Letters only, the same for the same number and nobody else's. */
function word(n: number): string {
  const letter = String.fromCharCode(97 + (n % 26));
  return n < 26 ? letter : word(Math.floor(n / 26) - 1) + letter;
}

/** An HR system, whose people join, leave, return, marry and move; the same every time for the same seed. */
export class HumanResources {
  readonly #random: () => number;
  readonly #staff: Employee[] = [];

  constructor(people: number, seed: number) {
    this.#random = seededRandom(seed, 'human resources');
    for (let n = 0; n < people; n += 1) this.#hire(0);
  }

  /** What happens in the company on the day before a night. */
  liveThrough(night: number): void {
    for (let n = this.#upTo(5); n > 0; n -= 1) this.#hire(night);
    for (let n = this.#upTo(4); n > 0; n -= 1) this.#anybody().isHere = false;
    for (let n = this.#upTo(2); n > 0; n -= 1) this.#marry(this.#anybody(), night);
    for (let n = this.#upTo(2); n > 0; n -= 1) this.#move(this.#anybody(), night);
    for (let n = this.#upTo(3); n > 0; n -= 1) this.#anybody().last = this.#name();
    const gone = this.#staff.find(({ isHere }) => !isHere && this.#random() < 0.1);
    if (gone !== undefined) gone.isHere = true;
    for (let n = this.#upTo(2); n > 0; n -= 1)
      this.#mistype(this.#anybody(), night + this.#upTo(4), false);
    if (this.#random() < 0.2) this.#mistype(this.#anybody(), night + this.#upTo(4), true);
  }

  /** The rows of a night; every other night in another order, and some nights with somebody in it twice. */
  rows(night: number): ExportRow[] {
    const rows = this.#staff
      .filter(({ isHere }) => isHere)
      .map((one) => rowOf(one, one.brokenUntil >= night));
    const [twice] = rows.slice(night);
    if (night % 7 === 0 && twice !== undefined) rows.push({ ...twice, last: 'Twice' });
    return night % 2 === 0 ? rows : rows.reverse();
  }

  #hire(night: number): void {
    const n = this.#staff.length;
    const first = word(n);
    const email = `${first}.first@example.com`;
    const isMistyped = night > 0 && this.#random() < 0.2;
    this.#staff.push({
      ...{ number: `N${n}`, first, last: this.#name(), email, earlier: [], isHere: true },
      ...{ brokenUntil: isMistyped ? night + this.#upTo(3) : -1, isLost: false },
    });
  }

  #marry(one: Employee, night: number): void {
    one.last = this.#name();
    this.#giveAddress(one, `${one.first}.married${night}@example.com`);
  }

  #move(one: Employee, night: number): void {
    const [earlier] = one.earlier;
    const back = earlier !== undefined && this.#random() < 0.5 ? earlier : null;
    this.#giveAddress(one, back ?? `${one.first}.moved${night}@example.com`);
  }

  #giveAddress(one: Employee, email: string): void {
    one.earlier.push(one.email);
    one.email = email;
  }

  #mistype(one: Employee, until: number, isLost: boolean): void {
    one.brokenUntil = until;
    one.isLost = isLost;
  }

  #anybody(): Employee {
    const here = this.#staff.filter(({ isHere }) => isHere);
    const one = here[Math.floor(this.#random() * here.length)];
    if (one === undefined) throw new Error('Expected somebody to be left in the company');
    return one;
  }

  #upTo(most: number): number {
    return Math.floor(this.#random() * (most + 1));
  }

  #name(): string {
    return NAMES[Math.floor(this.#random() * NAMES.length)] ?? '';
  }
}

function rowOf({ number, first, last, email, isLost }: Employee, isBroken: boolean): ExportRow {
  if (!isBroken) return { number, first, last, email };
  return { number: isLost ? '' : number, first, last, email: email.replace('@', ' at ') };
}

/** The export as text. */
export function exportOf(rows: readonly ExportRow[]): string {
  const lines = rows.map(({ number, first, last, email }) =>
    [number, first, last, email].join(';'),
  );
  return `${['Employee number;First name;Last name;Work email', ...lines].join('\r\n')}\r\n`;
}

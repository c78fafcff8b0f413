import type { ExportRow } from './hr.js';

/** What has to be known of one address at the end. */
export interface ReckonedInvite {
  state: 'invited' | 'activated' | 'cancelled left' | 'cancelled moved';
  last: string;
}

/** Nights of absence after which somebody who had been invited gets a message. */
const LONG = 7;

interface Person {
  email: string;
  /** The address that the person has an invite for. */
  invited: string;
  last: string;
  isHere: boolean;
  lastSeen: number;
}

/**
 * What the ledger has to say, reckoned night by night from the same exports, with maps and loops and nothing of Rollcall's: it
 * follows what docs/sync.md promises.
 */
export class Reckoning {
  readonly invites = new Map<string, ReckonedInvite>();
  readonly people = new Map<string, Person>();
  /** Calls that tell Next Identity of changed data. */
  updates = 0;
  /** Messages to people who were back after a long time. */
  reminders = 0;
  #unreadable = new Map<string, number>();
  /** Of every address, the last night on which it was cancelled. */
  readonly #cancelled = new Map<string, number>();
  #night = 0;

  /** An export that was carried out. */
  takeIn(rows: readonly ExportRow[], night: number): void {
    this.#night = night;
    const here = new Set<string>();
    const unreadable = new Map<string, number>();
    const taken = new Set<string>();
    for (const row of rows) {
      const { number, first, last, email } = row;
      here.add(number);
      if (!email.includes('@')) {
        const cells = `${number};${first};${last};${email}`.replace(/\d/g, '0');
        if (number === '') unreadable.set(cells, this.#unreadable.get(cells) ?? night);
        continue;
      }
      if (taken.has(number)) continue;
      taken.add(number);
      this.#meet(row);
    }
    const newest = Math.max(-1, ...unreadable.values());
    for (const [number, person] of this.people) {
      if (here.has(number)) person.lastSeen = night;
      else if (person.isHere && newest <= person.lastSeen) this.#leave(person);
    }
    this.#unreadable = unreadable;
  }

  activate(email: string): void {
    const invite = this.invites.get(email);
    if (invite !== undefined) invite.state = 'activated';
  }

  /** Addresses of people who have been invited and may activate. */
  waiting(): string[] {
    return [...this.invites].filter(([, { state }]) => state === 'invited').map(([email]) => email);
  }

  #meet({ number, email, last }: ExportRow): void {
    const person = this.people.get(number);
    if (person === undefined) {
      this.people.set(number, { email, invited: email, last, isHere: true, lastSeen: 0 });
      this.invites.set(email, { state: 'invited', last });
      return;
    }
    const invite = this.#inviteOf(person);
    const isReturn = !person.isHere;
    const isMove = person.email !== email;
    const differs = person.last !== last;
    Object.assign(person, { email, last, isHere: true });
    if (invite.state === 'activated' || !(isReturn || isMove || differs)) return;
    if (isMove && invite.state === 'invited') this.#cancel(person, 'cancelled moved');
    this.#inviteAt(person, email, last);
  }

  #inviteAt(person: Person, email: string, last: string): void {
    person.invited = email;
    const invite = this.invites.get(email);
    if (invite === undefined) {
      this.invites.set(email, { state: 'invited', last });
      return;
    }
    const away = this.#night - (this.#cancelled.get(email) ?? this.#night);
    if (invite.state.startsWith('cancelled') && away > LONG) this.reminders += 1;
    if (invite.state !== 'activated') invite.state = 'invited';
    if (invite.state === 'invited' && invite.last !== last) {
      invite.last = last;
      this.updates += 1;
    }
  }

  #leave(person: Person): void {
    person.isHere = false;
    if (this.#inviteOf(person).state === 'invited') this.#cancel(person, 'cancelled left');
  }

  #cancel(person: Person, state: 'cancelled left' | 'cancelled moved'): void {
    this.#inviteOf(person).state = state;
    this.#cancelled.set(person.invited, this.#night);
  }

  #inviteOf({ invited }: Person): ReckonedInvite {
    const invite = this.invites.get(invited);
    if (invite === undefined) throw new Error(`Expected an invite for ${invited}`);
    return invite;
  }
}

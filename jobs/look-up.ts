import type { Pool } from 'pg';
import type { ActivatedWhen } from '../src/config/open-questions.js';
import { isActivated } from '../src/invite/activated.js';
import { type PersonToFind, saveLookUpTrouble } from '../src/ledger/look-ups.js';
import { NextIdentityError } from '../src/next-identity/error.js';
import { anyOf, attributeEquals } from '../src/next-identity/filter.js';
import type { Attributes } from '../src/next-identity/profile.js';
import type { FindUsersRequest } from '../src/next-identity/users.js';
import { findUuid } from '../src/next-identity/uuid.js';
import { crashPoint } from '../src/observe/crash-point.js';
import type { Log } from '../src/observe/log.js';
import type { JobEnd } from './pre-register.js';

/** A person who was asked for; `found` is null where Next Identity has nobody by that uuid or identifier. */
export interface LookedUp<Person extends PersonToFind> {
  readonly person: Person;
  readonly found: { readonly uuid: string | null; readonly isActivated: boolean } | null;
}

export interface LookUpOptions {
  /** Asks as the direct access client, within its budget. */
  findUsers(request: FindUsersRequest): Promise<readonly Attributes[]>;
  /** Holds the calls of the direct access client after a 429. */
  hold(retryAfterMs: number | null): Promise<number>;
  readonly activatedWhen: ActivatedWhen;
  /** People asked for in one call. */
  readonly peopleAtOnce: number;
}

/** By which attribute of the store a person is found who has no uuid yet. */
const IDENTIFIED_BY = { email: 'email', sms: 'mobileNumber' } as const;

/** More addresses than this are not refused for what is in them, but whatever is asked. */
const MOST_REFUSED = 10;

/** Finds people in as few calls as the tenant's filter allows. One for each client and process. */
export class LookUp {
  readonly #options: LookUpOptions;
  #atOnce: number;

  constructor(options: LookUpOptions) {
    this.#options = options;
    this.#atOnce = options.peopleAtOnce;
  }

  /**
   * The people, one group after the other, so that what was found can be kept before the next call. Somebody whose address
   * the tenant refuses to look for does not keep the others waiting: the refusal is thrown at the end.
   *
   * @throws NextIdentityError where a call fails, but for a 429, which is waited for
   */
  async *find<Person extends PersonToFind>(
    people: readonly Person[],
  ): AsyncGenerator<readonly LookedUp<Person>[]> {
    const refusals: unknown[] = [];
    for (let start = 0; start < people.length; ) {
      const group = people.slice(start, start + this.#atOnce);
      yield await this.#findGroup(group, refusals);
      start += group.length;
    }
    if (refusals.length > 0) throw refusals[0];
  }

  /**
   * Whom an answer about several leaves out is asked for alone: the answer may have been cut short, or the tenant may not
   * understand the `or`, and somebody taken for not activated is written to again. Where that finds anybody, people are
   * asked for one by one from then on.
   */
  async #findGroup<Person extends PersonToFind>(
    group: readonly Person[],
    refusals: unknown[],
  ): Promise<LookedUp<Person>[]> {
    const isAlone = group.length === 1;
    const together = isAlone ? [] : await this.#ask(group).catch(nobodyIfRefused);
    const lookedUp: LookedUp<Person>[] = [];
    for (const person of group) {
      const found = this.#pick(together, person);
      if (found !== null) {
        lookedUp.push({ person, found });
        continue;
      }
      try {
        const alone = this.#pick(await this.#ask([person]), person);
        if (alone !== null && !isAlone) this.#atOnce = 1;
        lookedUp.push({ person, found: alone });
      } catch (cause) {
        // A uuid is never at fault, nor is one address after the other.
        if (!isRefusal(cause) || person.uuid !== null || refusals.length === MOST_REFUSED)
          throw cause;
        refusals.push(cause);
      }
    }
    return lookedUp;
  }

  /** One call, made again after every 429. */
  async #ask(people: readonly PersonToFind[]): Promise<readonly Attributes[]> {
    const { findUsers, hold, activatedWhen } = this.#options;
    const keys = people.map(keyOf);
    const filter = anyOf(keys.map(({ attribute, value }) => attributeEquals(attribute, value)));
    const named = keys.map(({ attribute }) => attribute);
    const attributes = [...new Set(['uuid', ...named, activatedWhen.attribute])];
    for (;;) {
      try {
        return await findUsers({ filter, attributes });
      } catch (cause) {
        if (!(cause instanceof NextIdentityError) || cause.kind !== 'rate-limited') throw cause;
        await hold(cause.retryAfterMs);
      }
    }
  }

  /** Compared once more: a tenant that did not understand the filter might answer with strangers. */
  #pick(users: readonly Attributes[], person: PersonToFind): LookedUp<PersonToFind>['found'] {
    const { attribute, value } = keyOf(person);
    const user = users.find((candidate) => textOf(candidate[attribute]) === value);
    if (user === undefined) return null;
    return { uuid: findUuid(user), isActivated: isActivated(user, this.#options.activatedWhen) };
  }
}

function keyOf({ uuid, authType, identifier }: PersonToFind): { attribute: string; value: string } {
  return uuid === null
    ? { attribute: IDENTIFIED_BY[authType], value: identifier }
    : { attribute: 'uuid', value: uuid };
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value.trim().toLowerCase() : null;
}

function nobodyIfRefused(cause: unknown): readonly Attributes[] {
  if (isRefusal(cause)) return [];
  throw cause;
}

function isRefusal(cause: unknown): boolean {
  return cause instanceof NextIdentityError && cause.kind === 'refused';
}

/** What the jobs that look people up need of the world. */
export interface LookUpContext {
  readonly pool: Pool;
  readonly clientId: number;
  readonly lookUp: LookUp;
  readonly log: Log;
}

/** When a look-up that failed is made again, in ms: soon enough for a person who has just mended the secret and watches. */
const AGAIN_MS = 60_000;

/**
 * Looks people up and has each group recorded before the next call. A failure is noted at the client, where the operator sees
 * it, and the job comes again; the next one that succeeds takes the note away.
 */
export async function lookUpEach<Person extends PersonToFind>(
  people: readonly Person[],
  { pool, clientId, lookUp, log }: LookUpContext,
  record: (group: readonly LookedUp<Person>[]) => Promise<void>,
): Promise<JobEnd> {
  crashPoint('look-up: job taken');
  try {
    for await (const group of lookUp.find(people)) {
      crashPoint('look-up: answer read');
      await record(group);
    }
    if (people.length > 0) await saveLookUpTrouble(pool, clientId, null);
    crashPoint('look-up: all recorded');
    return { kind: 'done' };
  } catch (cause) {
    if (!(cause instanceof NextIdentityError) || cause.kind === 'aborted') throw cause;
    const { code, message } = cause;
    log.warn({ clientId, code, status: cause.status }, 'people could not be looked up');
    await saveLookUpTrouble(pool, clientId, { code, message });
    return { kind: 'again', afterMs: AGAIN_MS };
  }
}

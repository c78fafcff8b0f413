import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import { Pending } from '../http/pending.js';
import type { Settings } from '../settings.js';
import {
  type Delivery,
  type DeliveryRecord,
  deliveryRecord,
  RETRY_SECONDS,
  TIMEOUT_MS,
} from './delivery.js';
import type { WebhookEvent } from './event.js';
import { type Outcome, postEvent } from './post-event.js';

/** So many are sent at the same time; a target that is slow must not take every socket. */
const AT_ONCE = 32;
/** So many of the last deliveries, and of the last dead letters, are kept to be looked at. */
const KEPT = 1_000;

/** Without a key nothing can be sent, now or later. */
const NOT_SIGNED: Outcome = { kind: 'failed', detail: 'not-signed' };

/** What the deliverer needs of its world. */
export interface WebhookWorld {
  readonly clock: Clock;
  readonly settings: Settings;
  /** The compact JWT of the event, signed, for all targets at once. */
  readonly token: (event: WebhookEvent) => Promise<string>;
}

/** What happened, before it has a time and an id. */
export type Happening = Pick<WebhookEvent, 'occasion' | 'user' | 'clientId' | 'link'>;

/** How webhooks fare. */
export interface WebhookReport {
  readonly targets: readonly string[];
  /** On their way or waiting for a retry. */
  readonly waiting: number;
  readonly delivered: number;
  readonly failed: number;
  readonly dead: number;
  /** The last ones, the oldest first. */
  readonly deliveries: readonly DeliveryRecord[];
  readonly deadLetters: readonly DeliveryRecord[];
}

/**
 * Sends events to targets: at once, again by the schedule, and to the dead letters after that.
 *
 * Each attempt signs anew: a token is a kilobyte, and a million that wait for a target which is down would be one
 * gigabyte.
 */
export class Webhooks {
  readonly #world: WebhookWorld;
  readonly #pending: Pending;
  readonly #underWay = new Set<AbortController>();
  #closed = false;
  #targets: readonly string[];
  readonly #queue: Delivery[] = [];
  #queueHead = 0;
  #active = 0;
  readonly #recent: Delivery[] = [];
  readonly #dead: Delivery[] = [];
  readonly #counts = { emitted: 0, delivered: 0, failed: 0, dead: 0 };

  constructor(world: WebhookWorld, targets: readonly string[]) {
    this.#world = world;
    this.#pending = new Pending(world.clock);
    this.#targets = targets;
  }

  get targets(): readonly string[] {
    return this.#targets;
  }

  /** Sends what comes from now on there; what is under way goes where it was going. */
  setTargets(targets: readonly string[]): void {
    this.#targets = targets;
  }

  /** Tells all targets. Costs nothing where there are none. */
  emit(event: Happening): void {
    const type = this.#world.settings.webhookTypes[event.occasion];
    if (this.#targets.length === 0 || type === null) return;
    const at = this.#world.clock.now();
    const targets = this.#targets;
    const whole = { ...event, type, jti: randomUUID(), at, targets };
    for (const target of targets) {
      const delivery: Delivery = {
        event: whole,
        target,
        attempts: [],
        state: 'waiting',
        nextAttemptAt: null,
      };
      this.#counts.emitted += 1;
      keep(this.#recent, delivery);
      this.#enqueue(delivery);
    }
  }

  report(): WebhookReport {
    const { emitted, delivered, failed, dead } = this.#counts;
    const waiting = emitted - delivered - failed - dead;
    return {
      targets: this.#targets,
      ...{ waiting, delivered, failed, dead },
      deliveries: this.#recent.slice(-KEPT).map(deliveryRecord),
      deadLetters: this.#dead.slice(-KEPT).map(deliveryRecord),
    };
  }

  /** Gives up all that is under way or waiting. */
  close(): void {
    this.#closed = true;
    for (const attempt of this.#underWay) attempt.abort();
    this.#pending.close();
  }

  #enqueue(delivery: Delivery): void {
    this.#queue.push(delivery);
    this.#pump();
  }

  #pump(): void {
    while (this.#active < AT_ONCE && !this.#closed) {
      const delivery = this.#queue[this.#queueHead];
      if (delivery === undefined) return;
      this.#queueHead += 1;
      // Shifting a list of a million moves them all, each time.
      if (this.#queueHead * 2 > this.#queue.length) {
        this.#queue.splice(0, this.#queueHead);
        this.#queueHead = 0;
      }
      this.#active += 1;
      const attempt = this.#attempt(delivery).catch(() => this.#settle(delivery, NOT_SIGNED));
      void attempt.finally(() => {
        this.#active -= 1;
        this.#pump();
      });
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { clock, settings } = this.#world;
    const at = clock.now();
    delivery.nextAttemptAt = null;
    const token = await this.#world.token(delivery.event);
    if (this.#closed) return;
    const abort = new AbortController();
    this.#underWay.add(abort);
    const cancel = clock.after(TIMEOUT_MS, () => abort.abort());
    const { target } = delivery;
    const outcome = await postEvent(target, token, settings.webhookContentType, abort.signal);
    cancel();
    this.#underWay.delete(abort);
    if (this.#closed) return;
    delivery.attempts.push({ at, outcome: outcome.detail });
    this.#settle(delivery, outcome);
  }

  #settle(delivery: Delivery, { kind }: Outcome): void {
    if (kind !== 'retry') {
      delivery.state = kind;
      this.#counts[kind] += 1;
      return;
    }
    const seconds = RETRY_SECONDS[delivery.attempts.length - 1];
    if (seconds === undefined) {
      delivery.state = 'dead';
      this.#counts.dead += 1;
      keep(this.#dead, delivery);
      return;
    }
    const waitMs = (seconds * 1_000) / this.#world.settings.webhookSpeed;
    delivery.nextAttemptAt = this.#world.clock.now() + waitMs;
    this.#pending.after(waitMs, () => this.#enqueue(delivery));
  }
}

/** Adds to a list of the last ones, and now and then lets go of those that are too old. */
function keep(list: Delivery[], delivery: Delivery): void {
  list.push(delivery);
  if (list.length >= 2 * KEPT) list.splice(0, list.length - KEPT);
}

import { setTimeout as pause } from 'node:timers/promises';
import type { Environment } from '../../support/rollcall.js';
import { oneOf } from './disturbance.js';
import { type Hand, type Sample, sample, startHand } from './hand.js';

export interface WorkersOptions {
  readonly count: number;
  readonly environment: Environment;
  readonly directory: string;
  /** Whether a server was away at any time since then, in ms since 1970: a process that starts meanwhile may end by it. */
  readonly wasTroubledSince: (time: number) => boolean;
  readonly complain: (what: string) => void;
}

/** A stopped worker finishes its calls, of which each may take 30 s, and then has nothing to wait for. */
const ENDS_WITHIN_MS = 90_000;
/** How long whoever watches over the workers takes to start another one. */
const REPLACED_AFTER_MS = 500;

interface Post {
  hand: Hand;
  startedAt: number;
  /** Set where the soak has ended it, or is about to. */
  isExpectedToEnd: boolean;
}

/**
 * So many `rollcall work`, each replaced when it has ended, as a service manager does. The first is never ended before the
 * rest: by it one sees whether memory grows.
 */
export class Workers {
  readonly #options: WorkersOptions;
  readonly #posts: Post[] = [];
  #started = 0;
  #isOver = false;

  constructor(options: WorkersOptions) {
    this.#options = options;
    for (let post = 0; post < options.count; post += 1) this.#fill(post);
  }

  /** How many processes there have been so far. */
  get started(): number {
    return this.#started;
  }

  /** What the first holds now; null where that cannot be told. */
  sampleFirst(): Sample | null {
    const [first] = this.#posts;
    return first === undefined ? null : sample(first.hand);
  }

  async kill(which: number): Promise<void> {
    const post = this.#mortal(which);
    post.isExpectedToEnd = true;
    post.hand.child.kill('SIGKILL');
    await post.hand.ended;
  }

  /** Stops one in order, which has to end by itself, with 0. */
  async stop(which: number): Promise<void> {
    await this.#stop(this.#mortal(which));
  }

  /** Keeps one from doing anything for a while. */
  async freeze(which: number, ms: number): Promise<void> {
    const { hand } = oneOf(this.#posts, which);
    hand.child.kill('SIGSTOP');
    await pause(ms);
    hand.child.kill('SIGCONT');
  }

  /** Ends all in order. */
  async close(): Promise<void> {
    this.#isOver = true;
    await Promise.all(this.#posts.map((post) => this.#stop(post)));
  }

  /** Ends whoever is left at once; nothing is to be learnt from them any more. */
  async abandon(): Promise<void> {
    this.#isOver = true;
    for (const post of this.#posts) {
      post.isExpectedToEnd = true;
      post.hand.child.kill('SIGKILL');
    }
    await Promise.all(this.#posts.map(({ hand }) => hand.ended));
  }

  #mortal(which: number): Post {
    return oneOf(this.#posts.slice(1), which);
  }

  async #stop(post: Post): Promise<void> {
    const { hand } = post;
    // Who has been killed just now is not replaced yet.
    if (hand.end() !== null) return;
    post.isExpectedToEnd = true;
    hand.child.kill('SIGTERM');
    const patience = new AbortController();
    const tooLate = pause(ENDS_WITHIN_MS, null, { signal: patience.signal }).catch(() => null);
    const end = await Promise.race([hand.ended, tooLate]);
    patience.abort();
    if (end === null) {
      this.#options.complain(`${hand.name} did not end within ${ENDS_WITHIN_MS} ms of SIGTERM`);
      hand.child.kill('SIGKILL');
      await hand.ended;
      return;
    }
    // Before it listens for signals, one ends it at once, as it does any process.
    if (end.code !== 0 && hasBegun(hand)) this.#options.complain(ended(hand));
  }

  #fill(index: number): void {
    const { environment, directory } = this.#options;
    this.#started += 1;
    const hand = startHand(`worker-${this.#started}`, ['work'], environment, directory);
    const post: Post = { hand, startedAt: Date.now(), isExpectedToEnd: false };
    this.#posts[index] = post;
    void hand.ended.then(() => this.#replace(index, post));
  }

  async #replace(index: number, post: Post): Promise<void> {
    const { complain, wasTroubledSince } = this.#options;
    if (!post.isExpectedToEnd) {
      // Who cannot begin says so and ends; who works waits for what is away.
      if (hasBegun(post.hand) || !wasTroubledSince(post.startedAt)) complain(ended(post.hand));
    }
    await pause(REPLACED_AFTER_MS);
    if (!this.#isOver) this.#fill(index);
  }
}

function hasBegun(hand: Hand): boolean {
  return hand.output().includes('"working"');
}

function ended(hand: Hand): string {
  const { code, signal } = hand.end() ?? {};
  const last = hand.output().trim().split('\n').slice(-3).join('\n');
  return `${hand.name} ended with ${code ?? signal}, saying at last:\n${last}`;
}

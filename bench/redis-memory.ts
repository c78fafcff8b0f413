import { Redis } from 'ioredis';

const SAMPLE_MS = 200;

/** Watches how much memory a Redis takes for its data, whoever else uses it. */
export class RedisMemory {
  readonly #redis: Redis;
  readonly #timer: NodeJS.Timeout;
  #before = 0;
  #most = 0;

  private constructor(redis: Redis) {
    this.#redis = redis;
    this.#timer = setInterval(() => this.#sample().catch(() => undefined), SAMPLE_MS);
  }

  static async watch(url: string): Promise<RedisMemory> {
    const memory = new RedisMemory(new Redis(url));
    memory.#before = await memory.#sample();
    return memory;
  }

  /** Bytes that were taken at the start, are taken now, and the most that were seen in between. */
  async read(): Promise<{ before: number; now: number; most: number }> {
    const now = await this.#sample();
    return { before: this.#before, now, most: this.#most };
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#redis.quit();
  }

  async #sample(): Promise<number> {
    const info = await this.#redis.info('memory');
    const used = Number(/^used_memory:(\d+)/m.exec(info)?.[1]);
    this.#most = Math.max(this.#most, used);
    return used;
  }
}

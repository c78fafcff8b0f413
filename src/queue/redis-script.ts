import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Cluster, Redis } from 'ioredis';
import { PACKAGE_ROOT } from '../config/package-root.js';

/**
 * Reads `src/queue/lua/<name>.lua`. It is run by its name, which is its hash; its text is sent only to a server that does not
 * know it, as after a restart.
 */
export function redisScript(name: string) {
  const text = readFileSync(join(PACKAGE_ROOT, 'src/queue/lua', `${name}.lua`), 'utf8');
  const hash = createHash('sha1').update(text).digest('hex');
  return async (redis: Redis | Cluster, key: string, ...args: (string | number)[]) => {
    try {
      return await redis.evalsha(hash, 1, key, ...args);
    } catch (cause) {
      if (!(cause instanceof Error && cause.message.startsWith('NOSCRIPT'))) throw cause;
      return await redis.eval(text, 1, key, ...args);
    }
  };
}

import { appendFileSync } from 'node:fs';
import { Redis } from 'ioredis';
import pg from 'pg';

// Loaded into a process ahead of its program (`node --import`): counts what it asks of PostgreSQL and of Redis, and adds the
// counts to a file as it ends.
const counts = { statements: 0, commands: 0 };
countCalls(pg.Client.prototype, 'query', 'statements');
countCalls(Redis.prototype, 'sendCommand', 'commands');
process.once('exit', () => {
  const path = process.env.BENCH_ROUND_TRIPS ?? '';
  if (path !== '') appendFileSync(path, `${JSON.stringify(counts)}\n`);
});

function countCalls(prototype: object, method: string, as: keyof typeof counts): void {
  const original: unknown = Reflect.get(prototype, method);
  if (typeof original !== 'function') throw new Error(`Expected a method ${method}`);
  Reflect.set(prototype, method, function counted(this: unknown, ...args: unknown[]): unknown {
    counts[as] += 1;
    return Reflect.apply(original, this, args);
  });
}

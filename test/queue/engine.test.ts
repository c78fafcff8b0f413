import { describe, expect, test } from '@jest/globals';
import { ENGINES, openTestBed } from '../support/engines.js';
import { until } from '../support/until.js';

describe.each(ENGINES)('the queue on %s', (kind) => {
  test('leaves its workers room to work, however many listen', async () => {
    const bed = await openTestBed(kind);
    const names = Array.from({ length: 30 }, (_, n) => `queue-${n}`);
    const done = new Set<string>();
    const parts = names.map((name) => ({
      name,
      queue: bed.engine.openQueue<null>(name),
      worker: bed.engine.openWorker<null>(name, async () => void done.add(name), {}),
    }));
    try {
      await Promise.all(parts.map(({ worker }) => worker.waitUntilReady()));
      await Promise.all(parts.map(({ queue, name }) => queue.add(name, null)));
      await until('every queue has had its job done', () => done.size === names.length);
      expect([...done].sort()).toEqual([...names].sort());
    } finally {
      await Promise.all(parts.map(({ worker }) => worker.close()));
      await Promise.all(parts.map(({ queue }) => queue.close()));
      await bed.close();
    }
  });
});

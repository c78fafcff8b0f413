import { expect, test } from '@jest/globals';
import { Patience, type PatienceTools } from '../../jobs/patience.js';

const gone = () => Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const deadlock = () => Object.assign(new Error('deadlock detected'), { code: '40P01' });

function patience(change: Partial<PatienceTools> = {}) {
  const codes: string[] = [];
  const made = new Patience({
    probe: async () => undefined,
    onTrouble: ({ code }) => void codes.push(code),
    random: () => 0,
    ...change,
  });
  return { patience: made, codes };
}

/** Work that fails with each of these in turn, and then succeeds. */
function failing(...failures: Error[]) {
  let times = 0;
  const work = async () => {
    times += 1;
    const failure = failures.shift();
    if (failure !== undefined) throw failure;
    return 'done';
  };
  return { work, times: () => times };
}

test('work that a server in trouble refused is done when it is back, and asked for by one alone', async () => {
  let probes = 0;
  const { patience: one, codes } = patience({
    probe: async () => {
      probes += 1;
      if (probes === 1) throw gone();
    },
  });
  const jobs = Array.from({ length: 20 }, () => failing(gone()));
  const ends = await Promise.all(jobs.map(({ work }) => one.through(work)));
  expect(new Set(ends)).toEqual(new Set(['done']));
  expect(jobs.every(({ times }) => times() === 2)).toBe(true);
  expect(probes).toBe(2);
  expect(codes).toHaveLength(21);
});

test('a deadlock has its statement made again, and keeps nobody else waiting', async () => {
  const { patience: one, codes } = patience({
    probe: () => Promise.reject(new Error('Expected no probe')),
  });
  const { work, times } = failing(deadlock(), deadlock());
  expect(await one.through(work)).toBe('done');
  expect(times()).toBe(3);
  expect(codes).toEqual([]);
});

test('what does not pass is thrown at once', async () => {
  const { patience: one } = patience();
  const { work, times } = failing(new TypeError('a mistake'));
  await expect(one.through(work)).rejects.toThrow('a mistake');
  expect(times()).toBe(1);
});

test('a server that answers nothing at all does not keep the process from ending', async () => {
  let isAsked = () => {};
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  const { patience: one } = patience({
    probe: () => {
      isAsked();
      return new Promise(() => {});
    },
  });
  const waiting = one.through(failing(gone()).work);
  await asked;
  one.close();
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' });
});

test('once the process ends nothing is waited for, and what can be done is done', async () => {
  const { patience: one } = patience();
  one.close();
  expect(await one.through(failing().work)).toBe('done');
  await expect(one.through(failing(gone()).work)).rejects.toMatchObject({ name: 'AbortError' });
});

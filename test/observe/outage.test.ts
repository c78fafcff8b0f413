import { expect, test } from '@jest/globals';
import type { Log } from '../../src/observe/log.js';
import { Outage } from '../../src/observe/outage.js';

function watched() {
  const told: string[] = [];
  const tell = (facts: unknown, message?: string) => {
    told.push(`${message} ${JSON.stringify(facts)}`);
  };
  const log: Log = { debug: tell, info: tell, warn: tell, error: tell };
  let now = 0;
  const outage = new Outage('Redis', log, () => now);
  const after = (ms: number) => {
    now += ms;
  };
  return { outage, told, after };
}

test('an outage is told of when it begins, every half minute, and when it is over', () => {
  const { outage, told, after } = watched();
  for (let second = 0; second < 65; second += 1) {
    outage.failed('OOM');
    outage.failed('OOM');
    after(1_000);
  }
  after(3_000);
  outage.answered();
  outage.answered();
  expect(told).toEqual([
    'waiting for Redis {"code":"OOM","seconds":0,"failures":1}',
    'still waiting for Redis {"code":"OOM","seconds":30,"failures":61}',
    'still waiting for Redis {"code":"OOM","seconds":60,"failures":121}',
    'Redis is back {"seconds":68,"failures":130}',
  ]);
});

test('a server that refuses some of what it is asked is not back', () => {
  const { outage, told, after } = watched();
  outage.failed('READONLY');
  after(1_000);
  outage.answered();
  outage.failed('READONLY');
  expect(told).toHaveLength(1);
});

test('a server that was never in trouble is not told of', () => {
  const { outage, told } = watched();
  outage.answered();
  expect(told).toEqual([]);
});

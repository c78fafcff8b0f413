import { describe, expect, test } from '@jest/globals';
import { EarlyFill } from '../../src/queue/early-fill.js';

/** A fill that ends when it is told to, and an account of how often it began. */
function fillByHand() {
  const ends: { resolve(added: number): void; reject(cause: Error): void }[] = [];
  const fill = () =>
    new Promise<number>((resolve, reject) => {
      ends.push({ resolve, reject });
    });
  return { fill, begun: () => ends.length, latest: () => ends.at(-1) };
}

describe('filling the queue beside an import', () => {
  test('is done once at a time, and again when it is asked for after that', async () => {
    const hand = fillByHand();
    const filling = new EarlyFill(hand.fill, 100);
    filling.start();
    filling.start();
    expect(hand.begun()).toBe(1);
    hand.latest()?.resolve(10);
    await filling.end();
    filling.start();
    expect(hand.begun()).toBe(2);
  });

  test('ends for good when a window of jobs has been added', async () => {
    const hand = fillByHand();
    const filling = new EarlyFill(hand.fill, 100);
    for (const added of [60, 40]) {
      filling.start();
      hand.latest()?.resolve(added);
      await filling.end();
    }
    filling.start();
    expect(hand.begun()).toBe(2);
  });

  test('that fails is done again, and does not fail the import', async () => {
    const hand = fillByHand();
    const filling = new EarlyFill(hand.fill, 100);
    filling.start();
    hand.latest()?.reject(new Error('Redis is gone'));
    await filling.end();
    filling.start();
    expect(hand.begun()).toBe(2);
  });

  test('that was never begun has ended', async () => {
    const hand = fillByHand();
    await new EarlyFill(hand.fill, 100).end();
    expect(hand.begun()).toBe(0);
  });
});

import { describe, expect, test } from '@jest/globals';
import { Dispatcher } from 'undici';
import { exchange } from '../../src/next-identity/exchange.js';

const request = { method: 'POST', path: '/', headers: {}, body: '{}' } as const;
const limits = { totalMs: 1000, maxAnswerBytes: 1000 };

/** A dispatcher that offers the request to a second connection after the first, as undici may. */
class TwoConnections extends Dispatcher {
  readonly refusals: string[] = [];

  override dispatch(_options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler) {
    for (const connection of ['first', 'second']) {
      handler.onRequestStart?.(
        {
          aborted: false,
          paused: false,
          reason: null,
          abort: () => this.refusals.push(connection),
          pause: () => {},
          resume: () => {},
        },
        null,
      );
    }
    return true;
  }
}

describe('an exchange', () => {
  test('is never written to a second connection', async () => {
    const dispatcher = new TwoConnections();
    await expect(exchange(dispatcher, request, limits)).rejects.toMatchObject({ sent: true });
    expect(dispatcher.refusals).toContain('second');
  });
});

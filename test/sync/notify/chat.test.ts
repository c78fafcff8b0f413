import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chatText } from '../../../src/sync/notify/chat.js';
import { notify } from '../../../src/sync/notify/notify.js';
import { type LiteralServer, literalServer } from '../../next-identity/literal-server.js';
import { aHeldReport, aReport } from '../report/a-report.js';
import { aContext, targets } from './a-context.js';

let server: LiteralServer;
beforeEach(async () => {
  server = await literalServer({ status: 200, body: 'ok' });
});
afterEach(() => server.close());

describe('a message to a chat', () => {
  test('says what happened, what was planned and what to type', async () => {
    const target = { kind: 'chat', url: { env: 'CHAT' } };
    const context = aContext({ CHAT: `${server.baseUrl}/services/T0/B0/token` });
    expect(await notify(aHeldReport(), targets(target), context)).toMatchObject([
      { kind: 'chat', result: 'sent' },
    ]);
    const [request] = server.received;
    expect(request?.url).toBe('/services/T0/B0/token');
    expect(JSON.parse(request?.body ?? '')).toEqual({
      text: [
        'Rollcall sync hr-nightly: HELD, 812 leavers of 5,000 (16 %)',
        'Plan: 12 joiners, 812 leavers',
        'rollcall sync show 17 (tells more)',
        'rollcall sync show 17 --csv (lists every person concerned)',
        'rollcall sync approve 17 (carries out exactly this plan)',
        'rollcall sync reject 17 (drops it, as where the export is broken)',
      ].join('\n'),
    });
  });

  test('names neither the file nor the sentence of a failure', () => {
    const trouble = { code: 'source.gone', message: 'export-of-somebody.csv is gone' };
    const text = chatText(aReport({ state: 'failed', trouble, file: 'export-of-somebody.csv' }));
    expect(text).toContain('FAILED, source.gone');
    expect(text).not.toContain('somebody');
  });

  test.each(['not a url', 'http://chat.example/hook', 'https://user:word@chat.example/hook'])(
    'is not sent to %s, which is not told either',
    async (url) => {
      const target = { kind: 'chat', url: { env: 'CHAT' } };
      const [outcome] = await notify(aHeldReport(), targets(target), aContext({ CHAT: url }));
      expect(outcome).toMatchObject({ result: 'failed', code: 'notify.secret' });
      expect(outcome?.message).toContain('the variable CHAT');
      expect(outcome?.message).not.toContain(url);
    },
  );

  test('that is refused tells the host alone, since the rest of its URL is a secret', async () => {
    await server.close();
    server = await literalServer({ status: 404 });
    const target = { kind: 'chat', url: `${server.baseUrl}/services/token` };
    const [outcome] = await notify(aHeldReport(), targets(target), aContext());
    expect(outcome).toMatchObject({ result: 'failed', code: 'notify.refused' });
    expect(outcome?.message).not.toContain('token');
  });
});

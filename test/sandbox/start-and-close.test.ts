import { once } from 'node:events';
import { connect } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { ManualClock, startSandbox } from '../../src/sandbox/index.js';
import { bodyFor, openSandbox, preRegister } from './calling.js';
import { until } from './until.js';

describe('starting', () => {
  test('takes any free port of this computer, and says which', async () => {
    const [first, second] = [await openSandbox(), await openSandbox()];
    expect(first.port).not.toBe(second.port);
    expect(first.url).toBe(`http://127.0.0.1:${first.port}`);
  });

  test('says what to do where the port is taken', async () => {
    const { port } = await openSandbox();
    await expect(startSandbox({ port })).rejects.toMatchObject({
      code: 'SANDBOX_LISTEN_FAILED',
      message: expect.stringContaining('choose another port'),
    });
  });

  test.each([
    ['no client', { clients: [] }, 'SANDBOX_CLIENTS_INVALID'],
    [
      'a client twice',
      {
        clients: [
          { clientId: 'a', secret: 'b' },
          { clientId: 'a', secret: 'c' },
        ],
      },
      'SANDBOX_CLIENTS_INVALID',
    ],
    [
      'a colon in a client id',
      { clients: [{ clientId: 'a:b', secret: 'c' }] },
      'SANDBOX_CLIENTS_INVALID',
    ],
    ['a latency backwards', { latencyMs: { min: 2, max: 1 } }, 'SANDBOX_SETTINGS_INVALID'],
    [
      'a share above one',
      { faults: [{ kind: '500' as const, share: 5 }] },
      'SANDBOX_FAULT_INVALID',
    ],
  ])('refuses %s', async (_what, options, code) => {
    await expect(startSandbox(options)).rejects.toMatchObject({ code });
  });

  test('gives the same uuids for the same seed, and others for another', async () => {
    const uuids = async (seed: number) => {
      const sandbox = await openSandbox({ seed });
      await preRegister(sandbox, bodyFor('ada@example.com'));
      return [...sandbox.identities()].map(({ uuid }) => uuid);
    };
    expect(await uuids(1)).toEqual(await uuids(1));
    expect(await uuids(1)).not.toEqual(await uuids(2));
  });
});

describe('latency', () => {
  test('is drawn from the range', async () => {
    const clock = new ManualClock();
    const sandbox = await openSandbox({ clock, latencyMs: { min: 50, max: 250 } });
    for (let index = 0; index < 20; index++) {
      const answer = preRegister(sandbox, bodyFor(`person.${index}@example.com`));
      await until(() => clock.waiting === 1);
      clock.advance(49);
      expect(clock.waiting).toBe(1);
      clock.advance(201);
      expect((await answer).status).toBe(201);
    }
  });
});

describe('closing', () => {
  test('does not wait for answers that are pending', async () => {
    const sandbox = await startSandbox({ faults: [{ kind: 'slow', slowMs: 3_600_000 }] });
    const answer = preRegister(sandbox, bodyFor('ada@example.com'));
    const cut = expect(answer).rejects.toThrow();
    await until(() => sandbox.account().inFlight === 1);
    await sandbox.close();
    await cut;
  });

  test('does not wait for connections that are kept alive, and may be asked for twice', async () => {
    const sandbox = await startSandbox();
    const idle = connect(sandbox.port, '127.0.0.1');
    await once(idle, 'connect');
    const busy = connect(sandbox.port, '127.0.0.1');
    busy.write('GET /sandbox/account HTTP/1.1\r\nhost: sandbox\r\n\r\n');
    await once(busy, 'data');
    const ends = [idle, busy].map((socket) => once(socket.resume(), 'close'));
    await sandbox.close();
    await Promise.all(ends);
    await sandbox.close();
  });
});

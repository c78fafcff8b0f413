import type { Socket } from 'node:net';
import { describe, expect, test } from '@jest/globals';
import { RollcallError } from '../../src/observe/rollcall-error.js';
import { against, againstSocket, errorOf } from './client-under-test.js';

const invite = { profileFields: { emailAddress: 'ann@example.com' } };
const created = { status: 201, body: '{}' };

describe('the pacer', () => {
  test('is awaited before every kind of call', async () => {
    let slots = 0;
    const answer = { status: 200, body: '{"results":[],"access_token":"t"}' };
    const { server, client } = await against([answer], {
      pace: async () => {
        slots += 1;
        expect(server.received).toHaveLength(slots - 1);
      },
    });
    await client.preRegister(invite);
    await client.resendVerification({ userId: 'ann@example.com' });
    await client.getProfile({ accessToken: 't' });
    await client.updateProfile({ accessToken: 't', profileFields: {} });
    await client.exchangeCode({ code: 'c', userId: 'ann@example.com' });
    await client.exchangePin({ pin: '1', userId: 'ann@example.com' });
    await client.exchangeHostedCode({ code: 'c' });
    await client.refresh({ refreshToken: 'r' });
    await client.findUsers({ filter: "uuid='1'", attributes: ['uuid'] });
    await client.updateUser({ uuid: '1', attributes: {} });
    expect(slots).toBe(10);
    expect(server.received).toHaveLength(10);
  });

  test('is passed over when the caller has taken a slot', async () => {
    const pace = () => Promise.reject(new Error('not to be asked'));
    const { client } = await against([created], { pace });
    await expect(client.preRegister({ ...invite, paced: true })).resolves.toMatchObject({
      status: 201,
    });
  });

  test('that fails keeps the call from being made', async () => {
    const pace = () => Promise.reject(new Error('the schedule is gone'));
    const { server, client } = await against([created], { pace });
    await expect(client.preRegister(invite)).rejects.toThrow('the schedule is gone');
    expect(server.received).toHaveLength(0);
  });
});

describe('an abort', () => {
  test('before the call keeps it from being made', async () => {
    const { server, client } = await against([created]);
    const call = client.preRegister({ ...invite, signal: AbortSignal.abort() });
    expect(await errorOf(call)).toMatchObject({ kind: 'aborted', mayHaveTakenEffect: false });
    expect(server.received).toHaveLength(0);
  });

  test('ends the wait for a slot', async () => {
    const abort = new AbortController();
    const { server, client } = await against([created], {
      pace: () => {
        abort.abort();
        return new Promise(() => {});
      },
    });
    const call = client.preRegister({ ...invite, signal: abort.signal });
    expect(await errorOf(call)).toMatchObject({ kind: 'aborted', mayHaveTakenEffect: false });
    expect(server.received).toHaveLength(0);
  });

  test('of a call under way says that it may have taken effect', async () => {
    const abort = new AbortController();
    const { client } = await againstSocket(() => abort.abort());
    const call = client.preRegister({ ...invite, signal: abort.signal });
    expect(await errorOf(call)).toMatchObject({ kind: 'aborted', mayHaveTakenEffect: true });
  });

  test('of a call that waits for a connection keeps it from the wire', async () => {
    const abort = new AbortController();
    const { server, client } = await againstSocket(
      (socket) => {
        abort.abort();
        socket.end('HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}');
      },
      { connections: 1 },
    );
    const first = client.preRegister(invite);
    const second = errorOf(client.preRegister({ ...invite, signal: abort.signal }));
    expect(await second).toMatchObject({ kind: 'aborted', mayHaveTakenEffect: false });
    await expect(first).resolves.toMatchObject({ status: 201 });
    await client.close();
    expect(server.requests()).toBe(1);
  });

  test('signal shared by many calls raises no warning', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error) => warnings.push(warning);
    process.on('warning', onWarning);
    const { signal } = new AbortController();
    const { client } = await against([created]);
    const calls = Array.from({ length: 40 }, () => client.preRegister({ ...invite, signal }));
    await Promise.all(calls);
    process.off('warning', onWarning);
    expect(warnings).toEqual([]);
  });
});

describe('the connections', () => {
  test('are kept alive and used again', async () => {
    const ports = new Set<number | undefined>();
    const { client } = await againstSocket((socket) => {
      ports.add(socket.remotePort);
      socket.write('HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}');
    });
    for (let call = 0; call < 20; call += 1) await client.preRegister(invite);
    expect(ports.size).toBeLessThanOrEqual(2);
  });

  test('are never more than allowed, with one request on each', async () => {
    const ports = new Set<number | undefined>();
    const waiting = new Map<number | undefined, Socket>();
    const { client } = await againstSocket(
      (socket) => {
        expect(waiting.has(socket.remotePort)).toBe(false);
        ports.add(socket.remotePort);
        waiting.set(socket.remotePort, socket);
        if (waiting.size < 3) return;
        const answered = [...waiting.values()];
        waiting.clear();
        for (const one of answered) {
          one.write('HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}');
        }
      },
      { connections: 3 },
    );
    await Promise.all(Array.from({ length: 30 }, () => client.preRegister(invite)));
    expect(ports.size).toBe(3);
  });

  test('end when the client is closed, and it makes no further calls', async () => {
    const { server, client } = await against([created]);
    await client.preRegister(invite);
    await client.close();
    await client.close();
    const call = client.preRegister(invite);
    await expect(call).rejects.toBeInstanceOf(RollcallError);
    await expect(call).rejects.toMatchObject({ code: 'next_identity_closed' });
    expect(server.received).toHaveLength(1);
  });

  test('let a call in flight end before they close', async () => {
    const closing: Promise<void>[] = [];
    const { client } = await againstSocket((socket) => {
      closing.push(client.close());
      socket.write('HTTP/1.1 201 Created\r\ncontent-length: 2\r\n\r\n{}');
    });
    await expect(client.preRegister(invite)).resolves.toMatchObject({ status: 201 });
    await Promise.all(closing);
    expect(closing).toHaveLength(1);
  });
});

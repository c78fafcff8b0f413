import { expect, test } from '@jest/globals';
import { directoryWith, GERMANY } from '../config/config-directory.js';
import { rollcall } from '../support/rollcall.js';

const resend = { after: ['3d', '7d'], timeZone: 'Europe/Berlin', quietHours: null, spread: '0s' };
const file = {
  clients: {
    germany: { ...GERMANY, resend, activation: { list: true } },
    france: GERMANY,
  },
};
const environment = { GERMANY_SECRET: 'geheim' };
const inDirectory = (args: readonly string[]) =>
  rollcall(['policy', ...args], environment, directoryWith({ 'rollcall.config.json': file }));

test('the policies of all clients are told, with an example where one is in force', async () => {
  const { exitCode, stdout, stderr } = await inDirectory([]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const [germany, france] = stdout.split('\n\n');
  expect(germany).toMatch(/^Client germany\n {2}Written to again 3 and 7 days after/);
  expect(germany).toMatch(
    /message 1 {2}\w+ \d+ \w+ \d{4} \d\d:\d\d \S+\n {4}message 2 .*\n {4}given up/,
  );
  expect(france).toMatch(/^Client france\n {2}Nobody is written to again/);
  expect(france).not.toContain('message');
});

test('one client’s policy is told as JSON', async () => {
  const { stdout } = await inDirectory(['--client', 'germany', '--json']);
  expect(JSON.parse(stdout)).toMatchObject({
    clients: [
      {
        client: 'germany',
        inForce: true,
        policy: { afterMs: [259_200_000, 604_800_000] },
        example: [{ kind: 'resend', slot: 1 }, { kind: 'resend', slot: 2 }, { kind: 'expire' }],
      },
    ],
  });
});

test('a client that is not there is refused', async () => {
  expect(await inDirectory(['--client', 'spain'])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('there is: germany, france'),
  });
});

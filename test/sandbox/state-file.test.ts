import { lstat, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startSandbox } from '../../src/sandbox/index.js';
import { bodyFor, call, openSandbox, preRegister, uuidOf } from './calling.js';
import { ADA } from './signing-in.js';
import { until } from './until.js';

let directory: string;
let files = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'rollcall-state-'));
});
afterAll(() => rm(directory, { recursive: true }));

function newFile(): string {
  files += 1;
  return join(directory, `state-${files}.ndjson`);
}

describe('a state file', () => {
  test('brings back users, settings, messages, links and keys after a restart', async () => {
    const stateFile = newFile();
    const target = 'http://127.0.0.1:9/';
    const first = await startSandbox({ stateFile, webhookTargets: [target], mailboxSize: 2 });
    first.configure({ existingUser: 'in-use', verifiedAs: 'boolean' });
    first.seedUsers({ count: 2 });
    const uuid = uuidOf(await preRegister(first, bodyFor(ADA)));
    await preRegister(first, bodyFor('eve@example.com'));
    await preRegister(first, bodyFor('tom@example.com'));
    first.activate({ identifiers: ['eve@example.com'] });
    const jwks = (await call(first, 'GET', '/.well-known/jwks.json')).text;
    const users = first.account().users;
    const link = first.mailbox({ to: 'tom' })[0]?.link ?? '';
    await first.close();

    const second = await openSandbox({ stateFile, mailboxSize: 2, verifiedAs: 'timestamp' });
    expect(second.user(ADA)).toMatchObject({ uuid, activatedAt: null });
    expect(second.account().users).toEqual(users);
    expect(second.settings()).toMatchObject({ existingUser: 'in-use', verifiedAs: 'timestamp' });
    expect(second.webhooks().targets).toEqual([target]);
    expect((await call(second, 'GET', '/.well-known/jwks.json')).text).toBe(jwks);
    expect((await call(second, 'GET', new URL(link).pathname + new URL(link).search)).status).toBe(
      200,
    );
    await preRegister(second, bodyFor('new@example.com'));
    expect(second.mailbox().map(({ number, to }) => [number, to])).toEqual([
      [4, 'new@example.com'],
      [3, 'tom@example.com'],
    ]);
  });

  test('does not give a new user the uuid of one who is there', async () => {
    const stateFile = newFile();
    const uuids = new Set<string>();
    for (let start = 0; start < 3; start++) {
      const sandbox = await startSandbox({ stateFile, seed: 1 });
      uuids.add(uuidOf(await preRegister(sandbox, bodyFor(`person.${start}@example.com`))));
      await sandbox.close();
    }
    expect(uuids.size).toBe(3);
  });

  test('is for its owner only, is written while the sandbox runs, and leaves nothing beside it', async () => {
    const stateFile = newFile();
    const sandbox = await openSandbox({ stateFile });
    await preRegister(sandbox, bodyFor(ADA));
    let written = '';
    const look = setInterval(() => {
      readFile(stateFile, 'utf8').then(
        (text) => {
          written = text;
        },
        () => undefined,
      );
    }, 50);
    await until(() => written.includes(ADA)).finally(() => clearInterval(look));
    expect((await stat(stateFile)).mode & 0o777).toBe(0o600);
    await sandbox.close();
    await sandbox.close();
    expect((await readdir(directory)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('is put in the place of a link, and not written through it', async () => {
    const stateFile = newFile();
    const elsewhere = join(directory, 'elsewhere');
    await symlink(elsewhere, stateFile);
    const sandbox = await startSandbox({ stateFile });
    await sandbox.close();
    expect((await lstat(stateFile)).isFile()).toBe(true);
    expect(await readdir(directory)).not.toContain('elsewhere');
  });

  test.each([
    ['nothing', ''],
    ['no JSON', 'nonsense\n'],
    ['another version', '{"version":99}\n'],
  ])('with %s in it is refused, and left as it is', async (_what, text) => {
    const stateFile = newFile();
    await writeFile(stateFile, text);
    await expect(startSandbox({ stateFile })).rejects.toMatchObject({
      code: 'SANDBOX_STATE_INVALID',
    });
    expect(await readFile(stateFile, 'utf8')).toBe(text);
  });

  test('is refused at the start where it cannot be written', async () => {
    const stateFile = join(directory, 'nowhere', 'state');
    await expect(startSandbox({ stateFile })).rejects.toMatchObject({
      code: 'SANDBOX_STATE_UNWRITABLE',
    });
  });
});

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type Company, foundCompany } from '../support/company.js';
import { type Finished, rollcall } from '../support/rollcall.js';

/** Would clear the screen and name the window. */
const INK = '\u001b[2J\u009b2K\u001b]0;owned\u0007';
/** The same, and would write over the line. */
const CLEARS = `${INK}\r`;
/** Nothing of the kind, in whatever is no CSV. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const DRIVES = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

let company: Company;
let hostile: string;

beforeAll(async () => {
  company = await foundCompany({ engine: 'postgres' });
  hostile = join(company.directory, `hostile${CLEARS}.csv`);
  writeFileSync(
    hostile,
    [
      `First name,Last name,Work email,Note${INK}`,
      'Ada,Lovelace,ada@example.com,',
      `Eve${INK},Evans,eve@example.com,${INK}`,
      `Bob${INK},Bobson,bob@@example${INK},${INK}`,
    ].join('\n'),
  );
  await cli('run', hostile, '--yes');
  await cli('import', company.writeRoster(3), '--yes');
  await spoil();
});

afterAll(() => company?.close());

function cli(...args: string[]): Promise<Finished> {
  return rollcall(args, company.environment, company.directory);
}

/** Whatever may come into the ledger from outside, as if nothing had looked at it on the way. */
async function spoil(): Promise<void> {
  const client = new pg.Client({
    connectionString: company.databaseUrl,
    options: '-c search_path=rollcall',
  });
  await client.connect();
  try {
    const texts = [CLEARS];
    await client.query('UPDATE batch SET source = source || $1', texts);
    await client.query(
      `UPDATE invite SET code = 'refused' || $1, message = 'The server said ' || $1 || E'\nand more',
              profile = jsonb_build_object('firstName', $1::text), employee_number = $1`,
      texts,
    );
    await client.query(
      `UPDATE client SET paused_at = now(), paused_code = 'stopped', paused_message = $1,
              look_up_failed_at = now(), look_up_code = 'x' || $1, look_up_message = $1`,
      texts,
    );
    await client.query(
      "INSERT INTO suppression SELECT auth_type, identifier, 'asked ' || $1 FROM invite",
      texts,
    );
    await client.query(
      "UPDATE invite SET state = 'queued' WHERE state = 'pending'; UPDATE invite SET state = 'sending' WHERE state = 'queued'",
    );
    await client.query(
      "UPDATE invite SET state = 'unknown', due_at = NULL WHERE state = 'sending'",
    );
  } finally {
    await client.end();
  }
}

describe('what comes from outside is shown as text', () => {
  test.each([
    [['plan', 'FILE']],
    [['plan', 'FILE', '--json']],
    [['import', 'FILE', '--yes']],
    [['import', 'FILE', '--strict']],
    [['status']],
    [['status', '--json']],
    [['status', '1']],
    [['status', '1', '--json']],
    [['list']],
    [['list', '--json']],
    [['list', '--batch', '1']],
    [['show', 'ada@example.com']],
    [['show', 'ada@example.com', '--json']],
    [['show', 'ada@example.com', '--export']],
    [['show', `nobody${CLEARS}`]],
    [['suppress', 'list']],
    [['suppress', 'list', '--json']],
    [['resolve']],
    [['resolve', '--json']],
    [['export', '1', '--json']],
    [['rejects', '1', '--json']],
    [['resend', 'ada@example.com', '--dry-run']],
    [['forget', 'ada@example.com', '--dry-run']],
    [['sync', 'add', `hr${CLEARS}`]],
    [[`--no-such-option${CLEARS}`]],
    [['list', '--state', CLEARS]],
    [['import', `no-such-file${CLEARS}.csv`]],
    [['status', CLEARS]],
  ])('by rollcall %j', async (args) => {
    const { stdout, stderr } = await cli(...args.map((word) => (word === 'FILE' ? hostile : word)));
    expect(`${stdout}${stderr}`).not.toBe('');
    expect(stdout).not.toMatch(DRIVES);
    expect(stderr).not.toMatch(DRIVES);
  });

  test('and each person has one line, whatever was answered about them', async () => {
    const { stdout } = await cli('list');
    const people = stdout.split('\n').filter((line) => line.includes('@example.com'));
    expect(people).toHaveLength(4);
    expect(stdout.trimEnd().split('\n')).toHaveLength(people.length);
  });

  test('CSV that goes into a file is the roster as it was', async () => {
    const { stdout } = await cli('rejects', '1');
    expect(stdout).toContain(`Bob${INK},Bobson`);
  });
});

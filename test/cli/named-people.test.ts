import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Naming, readNamed } from '../../src/cli/named-people.js';
import { type LedgerBed, openLedgerBed } from '../ledger/ledger-bed.js';
import { seedInvited } from '../ledger/seed-invited.js';

const ADA = { authType: 'email', identifier: 'ada@example.com' };
const BOB = { authType: 'email', identifier: 'bob@example.com' };
const NUMBER = { authType: 'sms', identifier: '+4915112345678' };
const NOBODYS = '00000000-0000-4000-8000-000000000000';

let directory: string;
let bed: LedgerBed;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'rollcall-named-'));
  bed = await openLedgerBed();
});

afterAll(async () => {
  rmSync(directory, { recursive: true, force: true });
  await bed?.close();
});

function read({ words = [], file }: Partial<Naming>) {
  return readNamed(bed.pool, { words, file });
}

function fileOf(content: string): string {
  const path = join(directory, 'people.txt');
  writeFileSync(path, content);
  return path;
}

describe('people who are named', () => {
  test('by words come once each, in their order', async () => {
    const words = ['Bob@example.com', 'ada@example.com', 'bob@example.com'];
    expect(await read({ words })).toEqual([BOB, ADA]);
  });

  test('by words and a file together are all of them', async () => {
    const file = fileOf('Email\nada@example.com\n+49 151 12345678\n');
    expect(await read({ words: ['bob@example.com'], file })).toEqual([BOB, ADA, NUMBER]);
  });

  test('by uuid are found by what the ledger knows', async () => {
    const { invited } = await seedInvited(bed.pool, 2);
    const words = invited.map(({ uuid }) => uuid);
    const found = (await read({ words }))?.map(({ identifier }) => identifier).sort();
    expect(found).toEqual(['person0@example.com', 'person1@example.com']);
    const reading = read({ words: [...words, NOBODYS] });
    await expect(reading).rejects.toMatchObject({ code: 'person_unknown' });
    await expect(reading).rejects.toThrow(/nobody by 1 of the uuids/);
  });

  test('are nobody where nobody is named', async () => {
    expect(await read({})).toBeNull();
  });

  test('are refused together where one cannot be read, without quoting it', async () => {
    const reading = read({ file: fileOf('ada@example.com\nbob#example.com\n') });
    await expect(reading).rejects.toMatchObject({ code: 'person_unreadable' });
    await expect(reading).rejects.toThrow(/people\.txt.* line 2\. Nothing was changed/);
    await expect(reading).rejects.not.toThrow(/bob/);
    await expect(read({ words: ['ada@example.com', 'bob'] })).rejects.toThrow(/ word 2\. /);
  });

  test('are refused where the file is empty or not there', async () => {
    await expect(read({ file: fileOf('') })).rejects.toMatchObject({ code: 'list_empty' });
    const absent = join(directory, 'absent');
    await expect(read({ file: absent })).rejects.toMatchObject({ code: 'file_unreadable' });
  });
});

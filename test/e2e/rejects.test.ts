import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { openLedger } from '../../src/ledger/open.js';
import { openRoster, type RosterRow } from '../../src/roster/index.js';
import { type Company, foundCompany } from '../support/company.js';
import { rollcall, start } from '../support/rollcall.js';

const TABLE = [
  ['Vorname', 'Nachname', 'E-Mail', 'Abteilung'],
  ['Jürgen', 'Müller', 'juergen@example.com', 'Einkauf'],
  ['Zoë', 'Groß', 'zoe@example', 'Küche; Theke, Bar'],
  ['Anaïs', 'Lefèvre', '', '=SUMME(A1:A9)'],
  ['Björn', 'Öztürk', 'björn at example.com', '+49 30 1234'],
  ['Šárka', 'Žemlová', 'sarka@', '"Büro"\r\nSüd'],
];
const REFUSED = TABLE.slice(2);

let company: Company;
beforeEach(async () => {
  company = await foundCompany({ engine: 'postgres' });
});
afterEach(() => company.close());

const cli = (...args: string[]) => rollcall(args, company.environment, company.directory);

/** What a command prints to stdout, as bytes. */
async function bytesOf(...args: string[]): Promise<Buffer> {
  const { child, finished } = start(args, company.environment, company.directory);
  const [bytes] = await Promise.all([buffer(Readable.from(child.stdout ?? [])), finished]);
  return bytes;
}

interface Dialect {
  readonly encoding: string;
  readonly delimiter: string;
  readonly bom: boolean;
}

function write(name: string, { encoding, delimiter, bom }: Dialect): string {
  const lines = TABLE.map((cells) =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(delimiter),
  );
  const path = join(company.directory, name);
  writeFileSync(path, iconv.encode(`${lines.join('\r\n')}\r\n`, encoding, { addBOM: bom }));
  return path;
}

async function read(bytes: Buffer) {
  const roster = await openRoster(Readable.from([bytes]), { authType: 'email' });
  const rows: RosterRow[] = [];
  for await (const row of roster.rows) rows.push(row);
  const { encoding, delimiter, bom, columns } = roster;
  return { dialect: { encoding, delimiter, bom }, columns, rows };
}

describe.each<Dialect>([
  { encoding: 'windows-1252', delimiter: ';', bom: false },
  { encoding: 'utf-16le', delimiter: '\t', bom: true },
  { encoding: 'utf-8', delimiter: ',', bom: false },
  { encoding: 'utf-8', delimiter: ';', bom: true },
])('of a roster in $encoding parted by $delimiter', (dialect) => {
  test('the rejects are the refused rows in its likeness, cell by cell', async () => {
    await cli('import', write('leute.csv', dialect), '--yes');
    const rejects = await read(await bytesOf('rejects', '1'));
    expect(rejects.dialect).toEqual(dialect);
    expect(rejects.columns).toEqual(TABLE[0]);
    expect(rejects.rows.map(({ cells }) => cells)).toEqual(REFUSED);
    expect(rejects.rows.map(({ origin }) => origin)).toEqual(
      [3, 4, 5, 6].map((line) => ({ batch: 1, line })),
    );
  });

  test('the export has every row in its likeness', async () => {
    await cli('import', write('leute.csv', dialect), '--yes');
    const exported = await read(await bytesOf('export', '1'));
    expect(exported.dialect).toEqual(dialect);
    expect(exported.rows.map(({ cells }) => cells)).toEqual(TABLE.slice(1));
  });
});

test('rejects that are mended and fed back are not asked for again', async () => {
  await cli(
    'run',
    write('leute.csv', { encoding: 'windows-1252', delimiter: ';', bom: false }),
    '--yes',
  );
  const rejects = iconv.decode(await bytesOf('rejects', '1'), 'windows-1252');
  const mended = rejects
    .replace('zoe@example;', 'zoe@example.com;')
    .replace('Lefèvre;;', 'Lefèvre;anais@example.com;')
    .replace('björn at', 'bjoern@');
  const path = join(company.directory, 'mended.csv');
  writeFileSync(path, iconv.encode(mended, 'windows-1252'));
  const { batch } = JSON.parse((await cli('run', path, '--yes', '--json')).stdout);
  expect(batch).toMatchObject({ id: 2, added: 2, rejected: 2 });
  expect(company.sandbox.user('anais@example.com')?.profile).toMatchObject({ lastName: 'Lefèvre' });

  expect((await cli('status', '1')).stdout).toContain(
    '4 refused, 2 of them mended since (batch 2)',
  );
  const left = await read(await bytesOf('rejects', '1'));
  expect(left.rows.map(({ origin }) => origin?.line)).toEqual([5, 6]);
  const all = (await cli('rejects', '1', '--all', '--json')).stdout.trimEnd().split('\n');
  expect(all.map((line) => JSON.parse(line).mendedBy)).toEqual([2, 2, null, null]);
  const statuses = (await cli('export', '1', '--json')).stdout.trimEnd().split('\n');
  expect(statuses.map((line) => JSON.parse(line).rollcall_status)).toEqual([
    'invited',
    'mended',
    'mended',
    'refused',
    'refused',
  ]);
});

test('mended rejects are read in the encoding of their roster, of which a row alone tells too little', async () => {
  const people = [
    ['Ad', 'E-posta'],
    ['Gülşen Yıldız', 'gulsen@example.com'],
    ['İbrahim Çağlar', 'ibrahim@example.com'],
    ['Şükrü Öztürk', 'sukru@example'],
  ];
  const path = join(company.directory, 'calisanlar.csv');
  const text = people.map((cells) => cells.join(';')).join('\r\n');
  writeFileSync(path, iconv.encode(text, 'windows-1254'));
  const reading = ['--map', 'Ad=firstName', 'E-posta=emailAddress'];
  await cli('import', path, '--yes', ...reading);
  const rejects = (await bytesOf('rejects', '1')).toString('latin1');
  const mended = rejects.replace('sukru@example', 'sukru@example.com');
  writeFileSync(join(company.directory, 'rejects.csv'), mended, 'latin1');
  const { stdout } = await cli('plan', 'rejects.csv', '--json', ...reading);
  expect(JSON.parse(stdout)).toMatchObject({
    understood: { encoding: 'windows-1254', encodingFrom: 'content' },
    plan: { samples: [{ profile: { firstName: 'Şükrü Öztürk' } }] },
  });
  await cli('run', 'rejects.csv', '--yes', ...reading);
  expect(company.sandbox.user('sukru@example.com')?.profile).toMatchObject({
    firstName: 'Şükrü Öztürk',
  });
});

test('no cell takes the place of another in JSON, whatever stands in the header', async () => {
  const path = join(company.directory, 'people.csv');
  const rows = ['E-mail,Note,Note,line', 'ada@example.com,one,two,7', 'ada@,three,four,8'];
  writeFileSync(path, rows.join('\n'));
  await cli('import', path, '--yes');
  const jsonOf = async (command: string) => {
    const { stdout } = await cli(command, '1', '--json');
    return JSON.parse(stdout.split('\n')[0] ?? '');
  };
  expect(await jsonOf('export')).toMatchObject({
    Note: 'one',
    'Note (2)': 'two',
    rollcall_status: 'queued',
  });
  expect(await jsonOf('rejects')).toMatchObject({ line: 3, Note: 'three', 'line (2)': '8' });
});

test('a character that the encoding does not have puts the whole file into UTF-8, which is said', async () => {
  await cli(
    'import',
    write('leute.csv', { encoding: 'windows-1252', delimiter: ';', bom: false }),
    '--yes',
  );
  const ledger = await openLedger({ home: '', databaseUrl: company.databaseUrl });
  await ledger.pool.query("UPDATE invite SET code = 'x', message = 'Odmówiono: zażółć gęślą jaźń'");
  await ledger.close();
  const exported = await read(await bytesOf('export', '1'));
  expect(exported.dialect).toEqual({ encoding: 'utf-8', delimiter: ';', bom: true });
  expect(exported.rows.map(({ cells }) => cells)).toEqual(TABLE.slice(1));
  const { stdout, stderr } = await cli('export', '1');
  expect(stdout).toContain('zażółć gęślą jaźń');
  expect(stderr).toContain('Written in UTF-8');
});

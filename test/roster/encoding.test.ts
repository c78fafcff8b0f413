import { once } from 'node:events';
import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import iconv from 'iconv-lite';
import { RollcallError } from '../../src/observe/rollcall-error.js';
import { openRoster, type RosterOptions } from '../../src/roster/index.js';
import { BY_EMAIL, identifiersOf, readText } from './read.js';

/** Names as people of one country have them, and the encodings that their offices use. */
const NAMES: readonly (readonly [string, string, readonly string[]])[] = [
  ['German', 'Müller', ['windows-1252', 'macintosh', 'cp850', 'windows-1250']],
  ['Spanish', 'García Núñez', ['windows-1252', 'macintosh', 'cp850', 'iso-8859-15']],
  ['French', 'Hélène', ['windows-1252', 'macintosh', 'cp850', 'iso-8859-1']],
  ['Italian', 'Niccolò Forlì', ['windows-1252', 'macintosh', 'cp850']],
  ['Portuguese', 'João Gonçalves Magalhães', ['windows-1252', 'macintosh', 'cp850']],
  ['Danish', 'Søren Kjær Ødegård', ['windows-1252', 'macintosh', 'cp850']],
  ['Icelandic', 'Guðrún Þorsteinsdóttir Sigurður', ['windows-1252', 'iso-8859-1']],
  ['Polish', 'Łukasz Wiśniewska Zając', ['windows-1250', 'iso-8859-2']],
  ['Czech', 'Jiří Dvořák Růžena Černý', ['windows-1250', 'iso-8859-2']],
  ['Hungarian', 'Erdős Szűcs Kőszegi', ['windows-1250', 'iso-8859-2']],
  ['Croatian', 'Kovačević Marić Đorđe Šarić', ['windows-1250', 'iso-8859-2']],
  ['Romanian', 'Ştefan Rădulescu Ţepeş', ['windows-1250', 'iso-8859-2']],
  ['Russian', 'Юлия Соколова Дмитрий', ['windows-1251', 'koi8-r', 'cp866']],
  ['Ukrainian', 'Олена Шевченко Євген', ['windows-1251', 'cp866']],
  ['Greek', 'Ελένη Παπαδόπουλος', ['windows-1253']],
  ['Turkish', 'Ayşe Yılmaz Çağla Doğan', ['windows-1254']],
];
const CASES = NAMES.flatMap(([language, names, labels]) =>
  labels.map((label) => ({ language, names, label })),
);

describe('the encoding', () => {
  test.each(CASES)(
    'of a few $language names is told from them: $label',
    async ({ names, label }) => {
      const rows = names.split(' ').map((name, index) => `p${index}@example.com,${name}\n`);
      const bytes = iconv.encode(`email,last name\n${rows.join('')}`, label);
      const read = await readText(bytes);
      expect(read.rows.map(({ cells }) => cells[1])).toEqual(names.split(' '));
      expect(read.roster.encodingConfidence).toBeGreaterThan(0.45);
      expect(read.roster.understood.encodingFrom).toBe('content');
    },
  );

  test('is told from the first letter beyond ASCII, be it in row 20,000', async () => {
    const ascii = 'ann@example.com,Ann\n'.repeat(20_000);
    const content = Buffer.from(`email,first name\n${ascii}jose@example.com,José\n`, 'latin1');
    const { roster, rows } = await readText(content);
    expect(roster.encoding).toBe('windows-1252');
    expect(rows.at(-1)?.cells[1]).toBe('José');
  });

  test('that was named is taken, in whatever spelling', async () => {
    const bytes = iconv.encode('email,last name\nann@example.com,Novákи\n', 'utf-8');
    const { roster } = await readText(bytes, { ...BY_EMAIL, encoding: 'UTF8' });
    expect(roster).toMatchObject({ encoding: 'utf-8', encodingConfidence: 1 });
    expect(roster.understood.encodingFrom).toBe('option');
    const greek = iconv.encode('email,last name\nann@example.com,Νικος\n', 'iso-8859-7');
    const { rows } = await readText(greek, { ...BY_EMAIL, encoding: 'ISO-8859-7' });
    expect(rows[0]?.cells[1]).toBe('Νικος');
  });

  test('of a byte order mark outweighs the one that was named', async () => {
    const { roster, rows } = await readText('\ufeffemail,first name\nzoe@example.com,Zoé\n', {
      ...BY_EMAIL,
      encoding: 'windows-1252',
    });
    expect(roster.understood).toMatchObject({ encoding: 'utf-8', encodingFrom: 'mark', bom: true });
    expect(rows[0]?.cells[1]).toBe('Zoé');
  });

  test('that was named wrongly loses letters, and the rows say so', async () => {
    const bytes = Buffer.from([...Buffer.from('email,first name\na@example.com,Jo'), 0x81, 0x0a]);
    const { rows } = await readText(bytes, { ...BY_EMAIL, encoding: 'windows-1252' });
    expect(rows[0]).toMatchObject({ problems: [{ code: 'value.wrong_encoding' }] });
  });

  test('of two code units for a letter survives any cut', async () => {
    const bytes = iconv.encode('\ufeffemail,first name\nann@example.com,😀 Zoé\n', 'utf-16be');
    const single = Array.from(bytes, (byte) => Buffer.of(byte));
    const roster = await openRoster(Readable.from(single), BY_EMAIL);
    for await (const row of roster.rows) expect(row.cells[1]).toBe('😀 Zoé');
  });
});

describe('a packed roster', () => {
  function* cut(bytes: Buffer): Generator<Buffer> {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  }

  test('is read from as many pieces as come', async () => {
    const packed = gzipSync('email\nann@example.com\nbob@example.com\n');
    const single = Array.from(packed, (byte) => Buffer.of(byte));
    const roster = await openRoster(Readable.from(single), BY_EMAIL);
    const identifiers: string[] = [];
    for await (const row of roster.rows) identifiers.push(...identifiersOf([row]));
    expect(identifiers).toEqual(['ann@example.com', 'bob@example.com']);
    expect(roster.understood.compression).toBe('gzip');
  });

  test('is closed when its rows are abandoned', async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => `p${index * 7919}@example.com\n`);
    const source = Readable.from([...cut(gzipSync(`email\nzoé@example.com\n${lines.join('')}`))]);
    const closed = once(source, 'close');
    const roster = await openRoster(source, BY_EMAIL);
    for await (const row of roster.rows) if (row.line > 10) break;
    await closed;
    expect(source.destroyed).toBe(true);
  });

  test('that grows beyond all measure is given up', async () => {
    const bomb = gzipSync(Buffer.from(`email\n${'\n'.repeat(40 * 1024 * 1024)}`));
    const reading = readText(bomb);
    await expect(reading).rejects.toThrow(RollcallError);
    await expect(reading).rejects.toMatchObject({ code: 'roster.compressed_too_far' });
  });
});

describe('options that cannot be are refused before the file is looked at', () => {
  test.each<[Partial<RosterOptions>, string]>([
    [{ encoding: 'klingon' }, 'roster.encoding_option'],
    [{ encoding: 'base64' }, 'roster.encoding_option'],
    [{ delimiter: '"' }, 'roster.delimiter_option'],
    [{ delimiter: 'ab' }, 'roster.delimiter_option'],
    [{ map: { Name: 'first name' } }, 'roster.mapping_option'],
    [{ map: { Portal: 'resourceaccessPortal' } }, 'roster.mapping_option'],
    [{ columns: { Team: { sendAs: '__proto__' } } }, 'roster.mapping_option'],
    [{ columns: { Team: { pattern: '(' } } }, 'roster.column_rules'],
    [{ columns: { Team: { maxLength: 0 } } }, 'roster.column_rules'],
  ])('%j', async (options, code) => {
    const reading = readText('email\nann@example.com\n', { ...BY_EMAIL, ...options });
    await expect(reading).rejects.toMatchObject({ code });
  });

  test('but a delimiter may be named, where the file has few of them', async () => {
    const { roster, rows } = await readText('email\tnote, long\nann@example.com\tx\n', {
      ...BY_EMAIL,
      delimiter: 'tab',
    });
    expect(roster.understood).toMatchObject({ delimiter: '\t', delimiterFrom: 'option' });
    expect(identifiersOf(rows)).toEqual(['ann@example.com']);
  });
});

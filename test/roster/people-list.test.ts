import { Readable } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { type ListedPerson, readPeopleList } from '../../src/roster/index.js';

const UUID = '6f1c2f0e-6a45-4d6e-9f3f-0c1d7a1b2c3d';

async function read(text: string) {
  const people: ListedPerson[] = [];
  for await (const person of readPeopleList(Readable.from([Buffer.from(text)])))
    people.push(person);
  return people;
}
const namesOf = async (text: string) => (await read(text)).map(({ name }) => name);

describe('a list of people', () => {
  test('has a uuid, an address or a number a line', async () => {
    expect(
      await read(`${UUID.toUpperCase()}\n\n  Ada@Example.com \r\n+44 7700 900123\nnobody\n`),
    ).toEqual([
      { line: 1, name: { uuid: UUID } },
      { line: 3, name: { identifier: 'ada@example.com' } },
      { line: 4, name: { identifier: '+447700900123' } },
      { line: 5, name: null },
    ]);
  });

  test.each([
    ['one known heading', 'E-Mail\nada@example.com\n'],
    ['a heading that means nothing', 'Activated people\nada@example.com\n'],
    ['a heading among others', 'Name;E-Mail-Adresse;Datum\n"Lovelace, Ada";ada@example.com;1.2.\n'],
    ['a mark and quotes', '\ufeff"Email","Name"\n"ada@example.com","Ada, L."\n'],
    ['a title above', 'Report of today\nName,Email\nAda,ada@example.com\n'],
    ['a line that names the delimiter', 'sep=;\nEmail;Name\nada@example.com;Ada\n'],
  ])('may have %s', async (_what, text) => {
    expect(await namesOf(text)).toEqual([{ identifier: 'ada@example.com' }]);
  });

  test('goes by the best of its columns that is filled', async () => {
    const text = `Phone,Email,uuid\n+447700900123,ada@example.com,${UUID}\n+447700900123,ben@example.com,\n+447700900124,,\nx,,\n`;
    expect(await namesOf(text)).toEqual([
      { uuid: UUID },
      { identifier: 'ben@example.com' },
      { identifier: '+447700900124' },
      null,
    ]);
  });

  test('is refused where it is empty, or no column is known', async () => {
    await expect(read('\n \n')).rejects.toMatchObject({ code: 'list_empty' });
    await expect(read('name,city\nAda,London\n')).rejects.toMatchObject({
      code: 'list_column_missing',
    });
  });

  test('may be longer than any memory: it is read piece by piece', async () => {
    const lines = function* () {
      for (let n = 0; n < 30_000; n += 1) yield Buffer.from(`person${n}@example.com\n`);
    };
    let people = 0;
    for await (const { name } of readPeopleList(Readable.from(lines()))) people += name ? 1 : 0;
    expect(people).toBe(30_000);
  });
});

import { randomBytes } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DataKey, SEALED_KINDS } from '../../../src/ledger/sealing/data-key.js';
import { openingParser } from '../../../src/ledger/sealing/open-values.js';
import { PERSONAL, sealValues } from '../../../src/ledger/sealing/seal-values.js';
import { unwrapKey, wrapKey } from '../../../src/ledger/sealing/wrapped-key.js';
import { operatorKey } from './operator-key.js';

const KEY = DataKey.make(randomBytes(32));
const OTHER = DataKey.make(randomBytes(32));
const kind = fc.constantFrom(...SEALED_KINDS);
const text = fc.string({ unit: 'binary' });
const JSON_TYPE = 114;
const TEXT = 25;

/** A value as it goes into the ledger by a statement that has it there, and comes back. */
function written(statement: string, parameter: number, value: unknown): unknown {
  const values: unknown[] = [];
  values[parameter - 1] = value;
  return sealValues(statement, values, KEY)[parameter - 1];
}
const read = (oid: number, stored: unknown) =>
  openingParser(oid, (raw) => (oid === JSON_TYPE ? JSON.parse(raw) : raw), KEY)(String(stored));

describe('a sealed value', () => {
  test('opens to what it was, and as what it was', () => {
    fc.assert(
      fc.property(kind, text, (as, value) => {
        expect(KEY.open(KEY.seal(as, value))).toEqual({ kind: as, value });
      }),
    );
  });

  test('is the same for the same value, and another for another value, kind or ledger', () => {
    fc.assert(
      fc.property(kind, kind, text, text, (as, other, value, another) => {
        const sealed = KEY.seal(as, value);
        expect(KEY.seal(as, value)).toBe(sealed);
        expect(OTHER.seal(as, value)).not.toBe(sealed);
        if (as !== other) expect(KEY.seal(other, value).slice(16)).not.toBe(sealed.slice(16));
        if (value !== another) expect(KEY.seal(as, another)).not.toBe(sealed);
      }),
    );
  });

  test('does not open once a single character of it is another', () => {
    fc.assert(
      fc.property(kind, text, fc.nat(), fc.nat(63), (as, value, at, by) => {
        const sealed = KEY.seal(as, value);
        const from = KEY.prefix.length;
        const index = from + (at % (sealed.length - from));
        const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
        const changed = sealed.slice(0, index) + digits[by] + sealed.slice(index + 1);
        fc.pre(changed !== sealed);
        expect(() => KEY.open(changed)).toThrow(expect.objectContaining({ code: 'value_damaged' }));
      }),
    );
  });

  test.each(['', 'x', 'f'.repeat(31), 'f'.repeat(32), 'f'.repeat(60)])(
    'is not what only begins like one: %s',
    (rest) => {
      expect(() => KEY.open(KEY.prefix + rest)).toThrow(/not as its data key wrote it/);
    },
  );

  test('takes an unpaired surrogate as PostgreSQL takes it', () => {
    expect(KEY.open(KEY.seal('reason', 'a\ud800b')).value).toBe('a\ufffdb');
  });
});

describe('what a statement is given', () => {
  const profile = fc.dictionary(text, fc.oneof(text, fc.boolean()));
  const asOne = (value: unknown) => JSON.stringify(value);

  test('comes back: profiles, rows and words', () => {
    fc.assert(
      fc.property(profile, fc.array(text), text, (fields, cells, word) => {
        expect(read(JSON_TYPE, written('finish-update', 3, asOne(fields)))).toEqual(fields);
        expect(read(JSON_TYPE, written('add-rows', 10, asOne(cells)))).toEqual(cells);
        expect(read(TEXT, written('find-invites', 3, word))).toBe(word);
      }),
    );
  });

  test('is sealed alike whatever the order of its fields', () => {
    const one = written('finish-update', 3, '{"firstName":"Ada","a":"1"}');
    expect(written('finish-update', 3, '{"a":"1","firstName":"Ada"}')).toBe(one);
  });

  test('tells which names are alike in whatever letters, and no name', () => {
    const marks = (firstName: string, lastName: string) => {
      const sealed = written('finish-update', 3, JSON.stringify({ firstName, lastName }));
      const { sealed: _, ...compared } = JSON.parse(String(sealed));
      return compared;
    };
    expect(marks('Ada', 'Lovelace')).toEqual(marks('ADA', 'lovelace'));
    expect(marks('Ada', 'Lovelace')).not.toEqual(marks('Ada', 'Byron'));
    expect(marks('Ada', 'Lovelace')).not.toEqual(marks('Grace', 'Lovelace'));
    expect(JSON.stringify(marks('Ada', 'Lovelace'))).not.toMatch(/ada|lovelace/i);
  });

  test('stays where there is nothing to hide: no value, an empty one, the name of somebody forgotten', () => {
    expect(written('finish-update', 3, '{}')).toBe('{}');
    expect(written('add-rows', 10, ['["",""]', '[]'])).toEqual(['["",""]', '[]']);
    expect(written('add-rows', 5, [null, 'forgotten:0123'])).toEqual([null, 'forgotten:0123']);
    expect(written('suppress', 3, [''])).toEqual(['']);
  });

  test('may itself look like a sealed value, and is opened once', () => {
    const inner = KEY.seal('identifier', 'ada@example.com');
    expect(read(JSON_TYPE, written('add-rows', 10, asOne([inner, inner])))).toEqual([inner, inner]);
    expect(read(TEXT, written('suppress', 3, inner))).toBe(inner);
    expect(read(TEXT, OTHER.seal('reason', 'of another ledger'))).toMatch(/^sealed:/);
  });

  test('is left alone by statements that have nothing personal', () => {
    const values = ['sealed:', 1, null];
    expect(sealValues('list-clients', values, KEY)).toBe(values);
    expect(PERSONAL['list-clients']).toBeUndefined();
  });
});

describe('a digest', () => {
  test('is another uuid, and can be had back', () => {
    fc.assert(
      fc.property(fc.uuid(), (digest) => {
        const sealed = KEY.sealDigest(digest);
        expect(sealed).not.toBe(digest);
        expect(sealed).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
        expect(KEY.openDigest(sealed)).toBe(digest);
      }),
    );
  });
});

describe('a data key', () => {
  test('is had back by the key that wrapped it, and by no other, nor under another id', () => {
    const wrapped = wrapKey(KEY, operatorKey(1));
    const again = unwrapKey(KEY.id, wrapped, operatorKey(1));
    expect(again.open(KEY.seal('reason', 'words')).value).toBe('words');
    expect(again.forgetKey).toEqual(KEY.forgetKey);
    const wrong = expect.objectContaining({ code: 'data_key_wrong' });
    expect(() => unwrapKey(KEY.id, wrapped, operatorKey(2))).toThrow(wrong);
    expect(() => unwrapKey(OTHER.id, wrapped, operatorKey(1))).toThrow(wrong);
    const changed = Buffer.from(wrapped);
    changed.writeUInt8((changed.at(-1) ?? 0) ^ 1, changed.length - 1);
    expect(() => unwrapKey(KEY.id, changed, operatorKey(1))).toThrow(wrong);
  });
});

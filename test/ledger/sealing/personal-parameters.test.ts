import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { PACKAGE_ROOT } from '../../../src/config/package-root.js';
import { PERSONAL } from '../../../src/ledger/sealing/seal-values.js';

const DIRECTORY = join(PACKAGE_ROOT, 'src/ledger/sql');
const statements = readdirSync(DIRECTORY, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.sql'))
  .map((path) => path.replace(/\.sql$/, ''));

/** What the heads of statements call that is personal. */
const PERSONAL_WORDS = [
  'identifier',
  'employee number',
  'profile',
  'cells (json)',
  'digests of the cells',
  'problems (json)',
  'people before',
  'after (json)',
  'reason',
  'message',
];

/** What is called so, and is about no person: why a client is paused or a run is held, and why a sync's run ended. */
const NOT_OF_PEOPLE = ['pause-client', 'save-look-up-trouble', 'sync/end-run', 'sync/save-plan'];

/** The numbers of the parameters that the head of a statement describes as personal. */
function described(statement: string): number[] {
  const text = readFileSync(join(DIRECTORY, `${statement}.sql`), 'utf8');
  const head = text
    .split('\n')
    .filter((line) => line.startsWith('--'))
    .map((line) => line.slice(3))
    .join(' ');
  return [...head.matchAll(/\$(\d+)([^$]*)/g)]
    .filter(([, , what = '']) => PERSONAL_WORDS.some((word) => what.trim().startsWith(word)))
    .map(([, number]) => Number(number));
}

test('every parameter that a statement calls personal is sealed, and no other', () => {
  const found = statements
    .filter((statement) => !NOT_OF_PEOPLE.includes(statement))
    .map((statement) => [statement, described(statement)] as const)
    .filter(([, parameters]) => parameters.length > 0);
  const sealed = Object.entries(PERSONAL).map(
    ([statement, parameters]) => [statement, Object.keys(parameters).map(Number)] as const,
  );
  const byName = (list: readonly (readonly [string, readonly number[]])[]) =>
    Object.fromEntries(
      list.map(([name, parameters]) => [name, [...parameters].sort((a, b) => a - b)]),
    );
  expect(byName(found)).toEqual(byName(sealed));
});

import { readdirSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { DIALECTS } from './dialects.js';
import { ENCODINGS } from './encodings.js';
import { HEADERS } from './headers.js';
import { PACKED } from './packed.js';
import { readGalleryFile } from './reading.js';
import { VALUES } from './values.js';

const THEMES = { DIALECTS, ENCODINGS, PACKED, HEADERS, VALUES };

describe.each(Object.entries(THEMES))('in the gallery of %s', (_theme, files) => {
  test.each(files)('$file: $shows', async (file) => {
    const reading = await readGalleryFile(file);
    if ('code' in file.expected) {
      const { code, says } = file.expected;
      expect(reading).toEqual({ code, says: expect.stringContaining(says) });
    } else {
      expect(reading).toEqual(file.expected);
    }
  });
});

test('the tables of the gallery hold every roster, and no other', () => {
  const stated = new Set(Object.values(THEMES).flatMap((files) => files.map(({ file }) => file)));
  expect([...stated].sort()).toEqual(readdirSync('fixtures/rosters').sort());
  expect(stated.size).toBeGreaterThanOrEqual(60);
});

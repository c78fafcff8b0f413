import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { PACKAGE_ROOT } from '../../src/config/package-root.js';
import { GERMANY } from './config-directory.js';

const text = readFileSync(join(PACKAGE_ROOT, 'rollcall.config.schema.json'), 'utf8');
const schema = z.fromJSONSchema(JSON.parse(text));
const accepts = (clients: unknown) => schema.safeParse({ clients }).success;

describe('rollcall.config.schema.json', () => {
  test('is what the script makes of the schema that Rollcall reads the file by', () => {
    const script = join(PACKAGE_ROOT, 'scripts/make-config-schema.mjs');
    expect(() =>
      execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' }),
    ).not.toThrow();
  });

  test('accepts a client with what it needs, and one with all that it may have', () => {
    const complete = {
      ...GERMANY,
      clientSecret: { file: 'de.secret' },
      authType: 'sms',
      locale: 'de-DE',
      rateLimit: '600 per minute',
      burst: 5,
      capacity: 0.9,
    };
    expect(accepts({ germany: GERMANY, 'germany-2': complete })).toBe(true);
    expect(schema.safeParse({ $schema: './x.json', clients: {} }).success).toBe(true);
  });

  test.each([
    ['a secret that stands in the file', { clientSecret: 'hunter2' }],
    ['two places for one secret', { clientSecret: { env: 'A', file: 'b' } }],
    ['a field that nobody knows', { colour: 'red' }],
    ['a way to invite that does not exist', { authType: 'fax' }],
    ['a burst below 1', { burst: 0 }],
    ['a share above 1', { capacity: 1.5 }],
    ['a locale with an underscore', { locale: 'de_DE' }],
    ['no client id', { clientId: undefined }],
  ])('refuses %s', (_name, change) => {
    const changed = JSON.parse(JSON.stringify({ ...GERMANY, ...change }));
    expect(accepts({ germany: changed })).toBe(false);
  });

  test('refuses a file without clients', () => {
    expect(schema.safeParse({}).success).toBe(false);
  });

  test('refuses a client whose name would not do for a queue', () => {
    expect(accepts({ 'Great Britain': GERMANY })).toBe(false);
  });
});

/**
 * Writes `rollcall.config.schema.json`, which editors check and complete `rollcall.config.json` by, from the schema that
 * Rollcall itself reads the file by. Needs the compiled sources: npm run build.
 *
 *   node scripts/make-config-schema.mjs           write it
 *   node scripts/make-config-schema.mjs --check   write nothing; exit 1 where the file differs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { configFileSchema } from '../dist/src/config/schema.js';

const NAME = 'rollcall.config.schema.json';
const path = fileURLToPath(new URL(`../${NAME}`, import.meta.url));

const { $schema, ...schema } = z.toJSONSchema(configFileSchema, { io: 'input' });
const title = 'Rollcall: the clients of Next Identity that it invites people through';
// A short list on one line, as the formatter of this repository has it.
const list = /\[\s+((?:"[^"]*",?\s+)+)\]/g;
const text = `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`.replace(
  list,
  (_, entries) => `[${entries.trim().replaceAll(/\s+/g, ' ')}]`,
);

const checking = process.argv.includes('--check');
if (!existsSync(path) || readFileSync(path, 'utf8') !== text) {
  if (checking) process.exitCode = 1;
  else writeFileSync(path, text);
  process.stderr.write(`${checking ? 'differs' : 'written'}: ${NAME}\n`);
}

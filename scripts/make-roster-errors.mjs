/**
 * Writes `docs/roster-errors.md` from the tables of codes in `src/roster/problems/`.
 *
 *   node scripts/make-roster-errors.mjs           write it
 *   node scripts/make-roster-errors.mjs --check   write nothing; exit 1 if it differs
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transform } from '@swc/core';

const PAGE = fileURLToPath(new URL('../docs/roster-errors.md', import.meta.url));

/** The tables import types only, so that they can be read from their source without a build that may be old. */
async function tableOf(file, name) {
  const path = fileURLToPath(new URL(`../src/roster/problems/${file}`, import.meta.url));
  const { code } = await transform(readFileSync(path, 'utf8'), {
    jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    module: { type: 'es6' },
  });
  const module = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  return Object.entries(module[name]);
}

function section(problems) {
  const rows = problems.map(
    ([code, { reason, remedy }]) => `| \`${code}\` | ${cell(reason)} | ${cell(remedy)} |`,
  );
  return ['| code | what is wrong | what to do |', '|---|---|---|', ...rows].join('\n');
}

function cell(text) {
  return text.replaceAll('|', '\\|');
}

const rowProblems = await tableOf('row-problems.ts', 'ROW_PROBLEMS');
const fileProblems = await tableOf('file-problems.ts', 'FILE_PROBLEMS');

const page = `<!-- Written by scripts/make-roster-errors.mjs from src/roster/problems/. Change those, then run it. -->

# What can be wrong with a roster

Every refusal has a code that never changes its meaning. A message says what is wrong, where more is known more exactly than here,
and what to do about it. It never quotes a cell.

## Rows

A row with any of these is not invited; the others are. It stands in the rejects file with the line on which it starts, the
column, the code and the message. Mend it there and import that file: rows are matched by who they are, not by where they stand.

${section(rowProblems)}

## Files

For any of these the whole file is refused; where it was met further down, the message says which line. A file is read to its
end before the first of its rows is taken in, so nothing of it has been. A file that changes, or can no longer be read, after
that is given up: what was taken in by then stays, and importing the file again goes on from there, inviting nobody twice.

${section(fileProblems)}
`;

const written = existsSync(PAGE) ? readFileSync(PAGE, 'utf8') : '';
if (written !== page) {
  const checking = process.argv.includes('--check');
  if (!checking) writeFileSync(PAGE, page);
  process.stderr.write(`${checking ? 'differs' : 'written'}: docs/roster-errors.md\n`);
  process.exitCode = checking ? 1 : 0;
}

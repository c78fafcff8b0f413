import { Command, InvalidArgumentError, Option } from 'commander';
import { benchImport, type ImportResult } from './import.js';
import { type ImportRuns, importSection } from './import-section.js';
import { benchInvite, type InviteResult } from './invite.js';
import { inviteSection } from './invite-section.js';
import { type Section, textOf, writeSection } from './page.js';

/** Larger rosters are imported once: that lasts so long that the noise evens out by itself. */
const REPEATED_UP_TO_ROWS = 100_000;

const program = new Command('npm run bench --').description(
  'Benchmarks; each compares the accounts before it gives a figure.',
);
program
  .command('invite')
  .description('5,000 people through a limit of 6,000 a minute by two worker processes')
  .option('--rows <rows>', 'people', wholeNumber, 5_000)
  .option('--write', 'write the section of docs/benchmarks.md')
  .action(async ({ rows, write = false }: { rows: number; write?: boolean }) => {
    const redisUrl = givenRedis();
    const results: InviteResult[] = [];
    for (const engine of ['redis', 'postgres'] as const) {
      for (const withFaults of [false, true]) {
        const result = await benchInvite({ engine, rows, withFaults, redisUrl });
        process.stderr.write(`${JSON.stringify(result)}\n`);
        results.push(result);
      }
    }
    show(inviteSection(results), write);
  });
program
  .command('import')
  .description('rosters of 10,000, 100,000 and 1,000,000 rows into a fresh ledger')
  .option('--rows <rows>', 'one roster of this size instead', wholeNumber)
  .addOption(
    new Option('--engine <engine>', 'what carries the queue')
      .choices(['redis', 'postgres'])
      .default('redis'),
  )
  .option(
    '--runs <runs>',
    `imports of each roster of up to ${REPEATED_UP_TO_ROWS} rows`,
    wholeNumber,
    3,
  )
  .option('--write', 'write the section of docs/benchmarks.md')
  .action(async ({ rows, engine, runs: repeats, write = false }: ImportOptions) => {
    const redisUrl = engine === 'redis' ? givenRedis() : null;
    const sizes: ImportRuns[] = [];
    for (const size of rows === undefined ? [10_000, 100_000, 1_000_000] : [rows]) {
      const runs: ImportResult[] = [];
      const wanted = size <= REPEATED_UP_TO_ROWS ? repeats : 1;
      while (runs.length < wanted) {
        const result = await benchImport({ rows: size, redisUrl });
        process.stderr.write(`${JSON.stringify(result)}\n`);
        runs.push(result);
      }
      sizes.push({ rows: size, runs });
    }
    show(importSection(sizes, engine), write);
  });
await program.parseAsync();

interface ImportOptions {
  readonly rows?: number;
  readonly engine: 'redis' | 'postgres';
  readonly runs: number;
  readonly write?: boolean;
}

function show(section: Section, isWritten: boolean): void {
  process.stdout.write(textOf(section));
  if (isWritten) writeSection(section);
}

function givenRedis(): string {
  const redisUrl = process.env.REDIS_URL ?? '';
  if (redisUrl === '') throw new Error('Set REDIS_URL to a Redis that the benchmark may use.');
  return redisUrl;
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) {
    throw new InvalidArgumentError('Expected a whole number from 1 up.');
  }
  return number;
}

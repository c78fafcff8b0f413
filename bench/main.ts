import { readFileSync, writeFileSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { PACKAGE_ROOT } from '../src/config/package-root.js';
import { benchInvite, type InviteResult } from './invite.js';

const RESULTS = join(PACKAGE_ROOT, 'docs/benchmarks.md');

const program = new Command('npm run bench --').description(
  'Benchmarks; each compares the accounts before it gives a figure.',
);
program
  .command('invite')
  .description('5,000 people through a limit of 6,000 a minute by two worker processes')
  .option('--rows <rows>', 'people', Number, 5_000)
  .option('--write', 'write docs/benchmarks.md')
  .action(async ({ rows, write }: { rows: number; write?: boolean }) => {
    const redisUrl = process.env.REDIS_URL ?? '';
    if (redisUrl === '') throw new Error('Set REDIS_URL to a Redis that the benchmark may use.');
    const results: InviteResult[] = [];
    for (const engine of ['redis', 'postgres'] as const) {
      for (const withFaults of [false, true]) {
        const result = await benchInvite({ engine, rows, withFaults, redisUrl });
        process.stderr.write(`${JSON.stringify(result)}\n`);
        results.push(result);
      }
    }
    const page = pageOf(results, process.argv.slice(2).join(' '));
    process.stdout.write(page);
    if (write === true) writeFileSync(RESULTS, page);
  });
await program.parseAsync();

function pageOf(results: readonly InviteResult[], command: string): string {
  const cells = results.map(
    ({ engine, rows, faults, seconds, calls, answered429, shareOfLimit }) => [
      engine,
      String(rows),
      faults,
      seconds.toFixed(1),
      String(calls),
      `${answered429} (${((answered429 / calls) * 1_000).toFixed(1)} in 1,000)`,
      `${(shareOfLimit * 100).toFixed(1)} %`,
    ],
  );
  const header = [
    'queue on',
    'people',
    'faults',
    'seconds',
    'calls',
    'answered 429',
    'share of the limit used',
  ];
  const widths = header.map((_, n) =>
    Math.max(...[header, ...cells].map((row) => row[n]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, n) => cell.padEnd(widths[n] ?? 0)).join(' | ')} |`;
  const table = [header, widths.map((width) => '-'.repeat(width)), ...cells].map(line);
  return [
    '# Benchmarks',
    '',
    'Written by the benchmark itself; do not edit.',
    '',
    '## Inviting at a rate limit',
    '',
    'Two worker processes and a sandbox in a third, on one machine. The sandbox allows 6,000 calls a minute (token bucket,',
    'burst 5) and answers within 50 to 250 ms. Rollcall is told that limit and uses 95 % of it (`ROLLCALL_CAPACITY`). The',
    'ledger is the embedded PostgreSQL. Before any figure is given, the accounts of the two sides are compared: everybody',
    'is there once, has one message and the same uuid. With faults, calls include those that failed and were made again.',
    '',
    ...table,
    '',
    `Command: \`npm run bench -- ${command}\``,
    '',
    `Machine: ${machine()}.`,
    '',
  ].join('\n');
}

function machine(): string {
  const { dependencies } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim()} (${arch()}), ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, bullmq ${dependencies.bullmq}, ${new Date().toISOString().slice(0, 10)}`;
}

import type { Command } from 'commander';
import { type Does, id, JSON_OUTPUT, YES } from './command-options.js';

/** Adds the commands that remove personal data from the ledger, or seal it. */
export function addDataCommands(program: Command, does: Does): void {
  program
    .command('forget <person...>')
    .description(
      'remove all personal data of one person, named by uuid, address or number; uuids and counts stay',
    )
    .option('--dry-run', 'say what would be removed; change nothing')
    .option(...YES)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/forget.js')).forget));
  program
    .command('purge')
    .description('remove the personal data of everybody whose story ended long ago')
    .requiredOption('--older-than <span>', 'how long ago at least, like 90d')
    .option('--batch <rows>', 'how many rows are removed together', id, 1_000)
    .option('--dry-run', 'say what would be removed, and who is kept; change nothing')
    .option(...YES)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/purge.js')).purge));
  const dataKey = program
    .command('data-key')
    .description('seal the personal data of the ledger; docs/operations.md tells how');
  for (const [name, description, load] of [
    [
      'add',
      'seal what is there, by ROLLCALL_DATA_KEY; nothing else may be connected',
      async () => (await import('./commands/data-key.js')).dataKeyAdd,
    ],
    [
      'remove',
      'have it lie open again; nothing else may be connected',
      async () => (await import('./commands/data-key.js')).dataKeyRemove,
    ],
  ] as const) {
    dataKey
      .command(name)
      .description(description)
      .option(...YES)
      .option(...JSON_OUTPUT)
      .action(does(load));
  }
  dataKey
    .command('turn')
    .description('go over from ROLLCALL_DATA_KEY_OLD to ROLLCALL_DATA_KEY, while workers run')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/data-key.js')).dataKeyTurn));
}

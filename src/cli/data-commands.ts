import type { Command } from 'commander';
import { type Does, id, JSON_OUTPUT, YES } from './command-options.js';

/** Adds the commands that remove personal data from the ledger. */
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
}

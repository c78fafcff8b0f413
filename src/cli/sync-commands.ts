import { type Command, Option } from 'commander';
import { CLIENT, type Does, id, JSON_LINES, JSON_OUTPUT, YES } from './command-options.js';

const RUN = ['<run>', 'number of the run', id] as const;

/** Adds `rollcall sync …`: exports that are compared with what was known, every night. */
export function addSyncCommands(program: Command, does: Does): void {
  const sync = program
    .command('sync')
    .description('let an HR export drive the invites, night by night; docs/sync.md tells how');
  sync
    .command('add <name>')
    .description('set a sync up, or give it other settings')
    .requiredOption(
      '--source <source>',
      'path, https://…, sftp://user@host/path or s3://bucket/key',
    )
    .requiredOption('--cron <line>', 'minute, hour, day, month, weekday: "0 2 * * *"')
    .requiredOption('--tz <zone>', 'time zone of that, like Europe/Berlin')
    .option(...CLIENT)
    .addOption(
      new Option('--leavers <choice>', 'what becomes of people who are missing').choices([
        'report',
        'cancel',
        'suppress',
      ]),
    )
    .addOption(
      new Option('--when-held <choice>', 'what the next runs do while one is held').choices([
        'wait',
        'go on',
      ]),
    )
    .option('--set <settings...>', 'any setting of docs/sync.md, like safeguards.shrink.share=0.1')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/sync/add.js')).syncAdd));
  sync
    .command('list')
    .description('every sync, when it runs next, and how its last run ended')
    .option(...JSON_LINES)
    .action(does(async () => (await import('./commands/sync/list.js')).syncList));
  sync
    .command('show <name|run>')
    .description('a sync by its name, or a run by its number: what it did or would do, and why')
    .option('--csv', 'of a run: everybody who is not as before')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/sync/show.js')).syncShow));
  sync
    .command('history <name>')
    .description('its runs, the latest first')
    .option('--limit <runs>', 'how many', id, 30)
    .option(...JSON_LINES)
    .action(does(async () => (await import('./commands/sync/history.js')).syncHistory));
  sync
    .command('plan <name>')
    .description('what a run would do now; changes nothing and calls nobody')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/sync/plan.js')).syncPlan));
  sync
    .command('run <name>')
    .description('run it now, in this process, and call its new people')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/sync/run.js')).syncRun));
  sync
    .command('approve')
    .argument(...RUN)
    .description('carry out exactly the plan of a held run')
    .option(...YES)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/sync/approve-reject.js')).syncApprove));
  sync
    .command('reject')
    .argument(...RUN)
    .description('close a held run with nothing done')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/sync/approve-reject.js')).syncReject));
  sync
    .command('pause <name>')
    .description('let its schedule rest')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/sync/pause-resume.js')).syncPause));
  sync
    .command('resume <name>')
    .description('let it go on with its next due time')
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/sync/pause-resume.js')).syncResume));
  sync
    .command('remove <name>')
    .description('forget it and its runs; the invites stay')
    .option(...YES)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/sync/remove.js')).syncRemove));
}

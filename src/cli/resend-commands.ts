import { type Command, Option } from 'commander';
import { CLIENT, type Does, id, JSON_LINES, JSON_OUTPUT, states, YES } from './command-options.js';

const NAMES = [
  '--file <file>',
  'addresses, numbers or uuids, one a line or in a CSV; - is standard input',
] as const;
const BATCH = ['--batch <batch>', 'number of a batch', id] as const;

/** Adds the commands by which an operator looks at single people, and says who is written to and who is not. */
export function addResendCommands(program: Command, does: Does): void {
  program
    .command('show <person>')
    .description('all that happened to a person, by uuid, address or number, and what comes next')
    .option('--export', 'everything that is stored about the person, as one JSON document')
    .option(...JSON_LINES)
    .action(does(async () => (await import('./commands/show.js')).show));
  program
    .command('resend [person...]')
    .description('send one more message to people who have not activated')
    .option(...NAMES)
    .option('--older-than <span>', 'only people invited that long ago, like 7d')
    .option(...BATCH)
    .option('--state <states>', 'only people in these states; several with commas', states)
    .option('--dry-run', 'say who would get a message and why the others would not; change nothing')
    .option('--ignore-cool-down', 'also people who got a message a short time ago')
    .option('--ignore-quiet-hours', 'send it at once, whatever the hour and day')
    .option('--ignore-suppression', 'also people who are suppressed; they have to be named')
    .option(...CLIENT)
    .option(...YES)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/resend.js')).resend));
  program
    .command('resolve [person...]')
    .description('people whose call was lost for good: list them, or say what became of them')
    .addOption(new Option('--as <what>', 'what became of them').choices(['invited', 'not-sent']))
    .option(...NAMES)
    .option(...BATCH)
    .option(...CLIENT)
    .option(...YES)
    .option(...JSON_LINES)
    .action(does(async () => (await import('./commands/resolve.js')).resolve));
  const suppress = program
    .command('suppress')
    .description('addresses and numbers that are never called, whoever the client');
  suppress
    .command('add [person...]')
    .description('call them no more; invitations that have not been sent are cancelled')
    .requiredOption('--reason <reason>', 'why; it stands wherever somebody is left out')
    .option(...NAMES)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/suppress.js')).suppressAdd));
  suppress
    .command('remove [person...]')
    .description('let them be called again')
    .option(...NAMES)
    .option(...JSON_OUTPUT)
    .action(does(async () => (await import('./commands/suppress.js')).suppressRemove));
  suppress
    .command('list')
    .description('who is suppressed, since when and why')
    .option(...JSON_LINES)
    .action(does(async () => (await import('./commands/suppress.js')).suppressList));
}
